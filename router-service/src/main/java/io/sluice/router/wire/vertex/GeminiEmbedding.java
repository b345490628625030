package io.sluice.router.wire.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.OneByOne;
import java.util.List;
import java.util.Map;

/**
 * gemini-embedding-001 at Vertex AI takes one text a request:
 * cloud.google.com/vertex-ai/generative-ai/docs/embeddings/get-text-embeddings (seen 2026-11-26).
 */
public final class GeminiEmbedding implements OneByOne.Single {

    public static boolean serves(Target target) {
        return target.providerModel().startsWith("gemini-embedding");
    }

    @Override
    public ChatAddress address(WireCall call) {
        return VertexEmbed.address(call);
    }

    @Override
    public ObjectNode body(String text, ObjectNode options, WireCall call) {
        return VertexEmbed.body(List.of(text), options);
    }

    @Override
    public JsonNode vector(JsonNode answer) {
        return answer.path("predictions").path(0).path("embeddings").path("values");
    }

    @Override
    public long tokens(JsonNode answer, Map<String, String> headers) {
        return VertexEmbed.tokens(answer.path("predictions").path(0));
    }
}
