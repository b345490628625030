package io.sluice.router.wire.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Media;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.anthropic.MessagesWire;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.gemini.GeminiDialect;
import io.sluice.router.wire.gemini.GenerateContentWire;
import io.sluice.router.wire.openai.OpenAiChatDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Gemini, Claude and the models of others at Vertex AI. Gemini has the same body as at AI Studio, at another address; Claude has Anthropic's body, with the model in
 * the address and a version of its own: docs.anthropic.com/en/api/claude-on-vertex-ai. Both show an OAuth token.
 */
public final class VertexDialect implements Dialect {

    /** cloud.google.com/vertex-ai/generative-ai/docs/deprecations/palm (seen 2026-11-26). */
    private static final Pattern PALM = Pattern.compile("(?:text|chat|code|codechat)-(?:bison|unicorn|gecko).*");

    private static final String CLAUDE_VERSION = "vertex-2023-10-16";

    private final GeminiDialect gemini = new GeminiDialect();
    private final AnthropicDialect anthropic = new AnthropicDialect();
    private final VertexPartner partner;

    /** @param chat reads the answers of models that speak OpenAI's form */
    public VertexDialect(OpenAiChatDialect chat) {
        this.partner = new VertexPartner(chat);
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        if (PALM.matcher(call.target().providerModel()).matches()) {
            throw new UnsupportedRequestException(
                    "the PaLM model " + call.target().providerModel()
                            + " is retired: Google shut PaLM down in 2025; use vertex_ai/gemini-... or gemini/...");
        }
        if (VertexPartner.serves(call.target())) {
            return partner.encode(conversation, call);
        }
        Map<String, String> headers = RequestHeaders.json(call.target());
        ObjectNode body;
        String uri;
        if (isClaude(call)) {
            Set<String> betas = new TreeSet<>();
            body = AnthropicDialect.body(call, conversation, betas);
            body.remove("model");
            body.put("anthropic_version", CLAUDE_VERSION);
            AnthropicDialect.announce(headers, betas);
            uri = VertexAddress.of(call.target(), "anthropic", method(call));
        } else {
            body = GeminiDialect.body(conversation, call, true);
            uri = VertexAddress.of(call.target(), "google", GeminiDialect.method(call));
        }
        return new UpstreamRequest(
                "POST",
                uri,
                headers,
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    /** Claude for clients of Anthropic's protocol: their bytes pass. */
    public static Wire messages() {
        return new MessagesWire(new MessagesWire.Host(
                call -> VertexAddress.of(call.target(), "anthropic", method(call)), CLAUDE_VERSION));
    }

    /** Gemini for clients of its own protocol: their bytes pass. */
    public static Wire generateContent() {
        return new GenerateContentWire(call -> VertexAddress.of(call.target(), "google", GeminiDialect.method(call)));
    }

    private static String method(WireCall call) {
        return call.request().scan().stream() ? ":streamRawPredict?alt=sse" : ":rawPredict";
    }

    /** Whether Anthropic speaks: the names are Anthropic's, with the date behind an {@code @}. */
    public static boolean isClaude(Target target) {
        return target.providerModel().startsWith("claude");
    }

    /** Whether Google's own protocol is spoken. */
    public static boolean isGemini(Target target) {
        return !isClaude(target)
                && !VertexPartner.serves(target)
                && !PALM.matcher(target.providerModel()).matches();
    }

    private static boolean isClaude(WireCall call) {
        return isClaude(call.target());
    }

    private Dialect of(WireCall call) {
        return isClaude(call) ? anthropic : VertexPartner.serves(call.target()) ? partner : gemini;
    }

    @Override
    public CompletionStage<Void> prepare(WireCall call) {
        return of(call).prepare(call);
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return of(call).decoder(call);
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body, WireCall call) {
        return of(call).failure(status, headers, body, call);
    }

    @Override
    public boolean signsThinking() {
        return true;
    }

    /** Claude at Vertex fetches nothing: docs.anthropic.com/en/docs/build-with-claude/vision. */
    @Override
    public boolean cannotFetch(Media.Url media, WireCall call) {
        return isClaude(call) || of(call).cannotFetch(media, call);
    }
}
