package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.Map;

/** Hugging Face's text-embeddings-inference: huggingface.github.io/text-embeddings-inference (seen 2026-11-26). It says no usage. */
public final class TeiEmbed implements PlainDialect {

    private static final String HOSTED = "https://router.huggingface.co";

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode body = request.tree();
        var texts = body.arrayNode();
        Vectors.texts(body).forEach(texts::add);
        body.remove("model");
        body.remove("input");
        body.set("inputs", texts);
        return request.translated(address(call.target()), body);
    }

    /** Hugging Face's own inference has an address for each model: huggingface.co/docs/inference-providers/tasks/feature-extraction. */
    private static ChatAddress address(Target target) {
        ChatAddress address = ChatAddress.of(target, "embeddings");
        return target.apiBase().startsWith(HOSTED)
                ? new ChatAddress(
                        HOSTED + "/hf-inference/models/" + target.providerModel() + "/pipeline/feature-extraction",
                        address.headers())
                : address;
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        return Vectors.answer(answer, -1, asked, call);
    }

    @Override
    public boolean countsTokens() {
        return true;
    }
}
