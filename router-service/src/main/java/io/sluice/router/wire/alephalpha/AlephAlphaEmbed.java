package io.sluice.router.wire.alephalpha;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.OneByOne;
import io.sluice.router.wire.plain.Vectors;
import java.util.Map;

/**
 * Semantic embeddings: one text a request, compared with others symmetrically unless {@code representation} says {@code document} or {@code query}.
 * 128 dimensions instead of the full vector are {@code compress_to_size}.
 *
 * <p>Sources: docs.aleph-alpha.com/api/semantic-embed, aleph-alpha-client 11.5.1 (embedding.py); both seen 2026-11-26.
 */
public final class AlephAlphaEmbed implements OneByOne.Single {

    @Override
    public ChatAddress address(WireCall call) {
        return ChatAddress.of(call.target(), "embeddings");
    }

    @Override
    public ObjectNode body(String text, ObjectNode options, WireCall call) {
        ObjectNode body = options.objectNode().put("model", call.target().providerModel());
        body.put("prompt", text).put("representation", "symmetric");
        options.properties().forEach(option -> {
            if (!option.getKey().equals("encoding_format")) {
                body.set(option.getKey(), option.getValue());
            }
        });
        return body;
    }

    @Override
    public JsonNode vector(JsonNode answer) {
        return answer.path("embedding");
    }

    @Override
    public long tokens(JsonNode answer, Map<String, String> headers) {
        return Vectors.count(answer.path("num_tokens_prompt_total"));
    }
}
