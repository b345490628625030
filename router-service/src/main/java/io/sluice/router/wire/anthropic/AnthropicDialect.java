package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Media;
import io.sluice.router.deployment.Target;
import io.sluice.router.tokens.Vocabulary;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages API. */
public final class AnthropicDialect implements Dialect {

    private static final String PATH = "/v1/messages";

    /** The version whose wire this is; a newer one refuses sampling parameters (clients.md 7). */
    private static final String VERSION = "2023-06-01";

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        Set<String> betas = new TreeSet<>();
        ObjectNode body = body(call, conversation, betas);
        return new UpstreamRequest(
                "POST",
                url(call.target().apiBase()),
                headers(call.target(), betas),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    /**
     * The body alone, for providers that take it elsewhere.
     *
     * @param betas gets what has to be asked for beside it
     */
    public static ObjectNode body(WireCall call, Conversation conversation, Set<String> betas) {
        return new MessagesRequest(call, conversation, betas).build();
    }

    /** @param secret what an error must not repeat */
    public static EventDecoder newDecoder(@Nullable String secret) {
        return new MessagesDecoder(secret);
    }

    private static String url(String base) {
        return base.endsWith(PATH) ? base : base.endsWith("/v1") ? base + "/messages" : base + PATH;
    }

    private static Map<String, String> headers(Target target, Set<String> betas) {
        Map<String, String> headers = RequestHeaders.json(target);
        announce(headers, betas);
        return headers;
    }

    /** Puts the version and the beta features into the headers, beside those that the deployment configures. */
    public static void announce(Map<String, String> headers, Set<String> betas) {
        headers.putIfAbsent("anthropic-version", VERSION);
        String configured = headers.get("anthropic-beta");
        if (configured != null) {
            betas.add(configured);
        }
        if (!betas.isEmpty()) {
            headers.put("anthropic-beta", String.join(",", betas));
        }
    }

    @Override
    public CompletionStage<Void> prepare(WireCall call) {
        return Vocabulary.prepare();
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return newDecoder(call.target().apiKey());
    }

    /** Anthropic fetches by https alone: docs.anthropic.com/en/docs/build-with-claude/vision. */
    @Override
    public boolean cannotFetch(Media.Url media, WireCall call) {
        return !media.url().startsWith("https://");
    }

    @Override
    public boolean signsThinking() {
        return true;
    }
}
