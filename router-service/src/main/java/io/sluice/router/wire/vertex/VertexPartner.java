package io.sluice.router.wire.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.openai.ChatTree;
import io.sluice.router.wire.openai.OpenAiChatDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Models of others at Vertex AI that speak OpenAI's form: Mistral's and AI21's at their publishers' addresses
 * (cloud.google.com/vertex-ai/generative-ai/docs/partner-models/mistral), Llama, DeepSeek, Qwen and the rest at the one address of all managed models
 * (/docs/maas/call-open-model-apis), and what a user deployed as {@code openai/NUMBER} at its own.
 */
final class VertexPartner implements Dialect {

    private static final Pattern MISTRALS = Pattern.compile("(?:mi|mini|magi|code|dev)stral.*");
    private static final Pattern OF_A_PUBLISHER = Pattern.compile("(?!gemini/|google/).+/.+|.*-maas");
    private static final Pattern OWN = Pattern.compile("openai/(\\d+)");

    private final OpenAiChatDialect chat;

    /** @param chat reads the answers, which are OpenAI's */
    VertexPartner(OpenAiChatDialect chat) {
        this.chat = chat;
    }

    /** Whether the model is neither Google's nor Anthropic's. */
    static boolean serves(Target target) {
        String model = target.providerModel();
        return OF_A_PUBLISHER.matcher(model).matches() || isRaw(model);
    }

    private static boolean isRaw(String model) {
        return MISTRALS.matcher(model).matches() || model.startsWith("jamba");
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        String model = call.target().providerModel();
        ObjectNode body = ChatTree.of(conversation, call, false);
        if (call.request().scan().stream()) {
            body.putObject("stream_options").put("include_usage", true);
        }
        String uri;
        if (isRaw(model)) {
            int version = model.indexOf('@');
            body.put("model", version < 0 ? model : model.substring(0, version));
            String method = call.request().scan().stream() ? ":streamRawPredict?alt=sse" : ":rawPredict";
            uri = VertexAddress.of(call.target(), model.startsWith("jamba") ? "ai21" : "mistralai", method);
        } else {
            Matcher own = OWN.matcher(model);
            uri = VertexAddress.below(
                    call.target(), "/endpoints/" + (own.matches() ? own.group(1) : "openapi") + "/chat/completions");
        }
        return new UpstreamRequest(
                "POST",
                uri,
                RequestHeaders.json(call.target()),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return chat.decoder(call);
    }
}
