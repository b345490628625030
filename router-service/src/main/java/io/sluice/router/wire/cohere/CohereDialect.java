package io.sluice.router.wire.cohere;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Cohere's chat: a request much like OpenAI's, an answer of its own. */
public final class CohereDialect implements Dialect {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String PATH = "/v2/chat";

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        byte[] body = new CohereRequest(call, conversation).build().toString().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = RequestHeaders.json(call.target());
        if (call.request().scan().stream()) {
            headers.putIfAbsent("accept", "text/event-stream"); // lines of JSON otherwise
        }
        return new UpstreamRequest(
                "POST",
                url(call.target().apiBase()),
                headers,
                List.of(ByteBuffer.wrap(body)),
                conversation.params().notes());
    }

    /** A base that names the chat of either version already is as LiteLLM's users have it. */
    private static String url(String base) {
        if (base.endsWith("/v1/chat")) {
            return base.substring(0, base.length() - "/v1/chat".length()) + PATH;
        }
        return base.endsWith(PATH) ? base : base.endsWith("/v2") ? base + "/chat" : base + PATH;
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return new CohereDecoder(call.target().apiKey());
    }
}
