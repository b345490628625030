package io.sluice.router.wire.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.plain.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Google's embeddings at Vertex AI, all texts in one prediction:
 * cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api (seen 2026-11-26).
 */
public final class VertexEmbed implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.tree();
        return request.translated(address(call), body(Vectors.texts(asked), asked));
    }

    /** Of a prediction of one of Google's models. */
    public static ChatAddress address(WireCall call) {
        return new ChatAddress(
                VertexAddress.of(call.target(), "google", ":predict"), RequestHeaders.json(call.target()));
    }

    /** @param options members of the request; not changed */
    static ObjectNode body(List<String> texts, ObjectNode options) {
        ObjectNode body = options.objectNode();
        var instances = body.putArray("instances");
        JsonNode task = options.has("task_type") ? options.get("task_type") : options.path("input_type");
        for (String text : texts) {
            ObjectNode instance = instances.addObject().put("content", text);
            if (task.isTextual()) {
                instance.set("task_type", task);
            }
            if (options.has("title")) {
                instance.set("title", options.get("title"));
            }
        }
        ObjectNode parameters = options.deepCopy();
        parameters.remove(List.of("model", "input", "task_type", "input_type", "title", "encoding_format"));
        rename(parameters, "dimensions", "outputDimensionality");
        rename(parameters, "auto_truncate", "autoTruncate");
        body.set("parameters", parameters);
        return body;
    }

    private static void rename(ObjectNode parameters, String name, String here) {
        JsonNode value = parameters.remove(name);
        if (value != null) {
            parameters.set(here, value);
        }
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        List<JsonNode> vectors = new ArrayList<>();
        long tokens = 0;
        for (JsonNode prediction : answer.path("predictions")) {
            vectors.add(prediction.path("embeddings").path("values"));
            long counted = tokens(prediction);
            tokens = counted < 0 || tokens < 0 ? -1 : tokens + counted;
        }
        PlainAnswer written = Vectors.answer(vectors, tokens, asked, call);
        JsonNode characters = answer.path("metadata").path("billableCharacterCount");
        if (characters.isNumber()) {
            written.body()
                    .withObject("/usage")
                    .putObject("prompt_tokens_details")
                    .set("character_count", characters);
        }
        return written;
    }

    static long tokens(JsonNode prediction) {
        JsonNode count = prediction.path("embeddings").path("statistics").path("token_count");
        return count.isNumber() && count.longValue() >= 0 ? count.longValue() : -1;
    }

    @Override
    public boolean countsTokens() {
        return true;
    }
}
