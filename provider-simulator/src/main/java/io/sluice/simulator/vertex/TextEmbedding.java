package io.sluice.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.UsageLie;
import io.sluice.simulator.journal.Usage;

/**
 * The text embedding models' predict. Source: cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api.
 */
final class TextEmbedding {

    private static final int SMALL = 768;
    private static final int LARGE = 3_072;

    private TextEmbedding() {}

    static Reply reply(Call call, String model) {
        int fallback = model.startsWith("gemini") ? LARGE : SMALL;
        int dimensions = Math.max(
                1, call.body().path("parameters").path("outputDimensionality").asInt(fallback));
        ObjectNode json = Json.object();
        ArrayNode predictions = json.putArray("predictions");
        long tokens = 0;
        long characters = 0;
        UsageLie lie = call.shape().usage();
        for (JsonNode instance : call.body().path("instances")) {
            String text = instance.path("content").asText("");
            long count = Math.max(1, TokenCount.of(text));
            tokens += count;
            characters += text.codePointCount(0, text.length());
            ObjectNode embeddings = predictions.addObject().putObject("embeddings");
            embeddings.set("values", Vectors.json(text, dimensions));
            if (lie != UsageLie.MISSING) {
                embeddings.putObject("statistics").put("truncated", false).put("token_count", lie.tell(count));
            }
        }
        json.putObject("metadata").put("billableCharacterCount", characters);
        Usage produced = new Usage(tokens, 0);
        return Reply.json(200, json, lie.tell(produced), produced);
    }
}
