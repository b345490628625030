package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Media;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gemini at AI Studio, with an API key: ai.google.dev/api/generate-content. */
public final class GeminiDialect implements Dialect {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String VERSION = "/v1beta";

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        ObjectNode body = body(conversation, call, false);
        return new UpstreamRequest(
                "POST",
                url(call),
                RequestHeaders.json(call.target()),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    /**
     * The body alone, which is the same at Vertex.
     *
     * @param vertex whether it goes to Vertex, which knows labels
     */
    public static ObjectNode body(Conversation conversation, WireCall call, boolean vertex) {
        return new GeminiRequest(call, conversation, vertex).build();
    }

    /** Google's own host wants a version in front of the path; another address has it, or wants none. */
    static String url(WireCall call) {
        String base = call.target().apiBase();
        String model = call.target().providerModel();
        return (base.endsWith(".googleapis.com") ? base + VERSION : base)
                + (model.startsWith("tunedModels/") || model.startsWith("models/") ? "/" : "/models/")
                + model
                + method(call);
    }

    /** The end of an address: what is to be done, and how the answer is to come. */
    public static String method(WireCall call) {
        return call.request().scan().stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return decoder(call.target().apiKey());
    }

    /** @param secret a key that must not come back in an error; null for none */
    public static EventDecoder decoder(@Nullable String secret) {
        return new GeminiDecoder(secret);
    }

    @Override
    public boolean cannotFetch(Media.Url media, WireCall call) {
        return !GeminiMedia.googleFetches(media);
    }

    @Override
    public boolean signsThinking() {
        return true;
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body, WireCall call) {
        return GeminiErrors.read(status, headers, body, call.target().apiKey());
    }
}
