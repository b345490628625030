package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.UsageLie;
import io.sluice.simulator.journal.Usage;
import java.util.ArrayList;
import java.util.List;

/** Embeddings. Source: platform.openai.com/docs/api-reference/embeddings, seen 2026-11-24. */
final class EmbeddingList {

    private static final int SMALL = 1536;
    private static final int LARGE = 3072;

    private EmbeddingList() {}

    static Reply reply(Call call) {
        JsonNode body = call.body();
        int fallback = call.model().contains("3-large") ? LARGE : SMALL;
        int dimensions = body.path("dimensions").asInt(fallback);
        boolean base64 = body.path("encoding_format").asText("float").equals("base64");
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        long tokens = 0;
        for (JsonNode input : inputs(body.path("input"))) {
            tokens += OpenAi.tokens(input);
            String text = input.isTextual() ? input.textValue() : input.toString();
            float[] vector = Vectors.of(text, Math.max(1, dimensions));
            ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            if (base64) {
                item.put("embedding", Vectors.base64(vector));
            } else {
                ArrayNode values = item.putArray("embedding");
                for (float value : vector) {
                    values.add(value);
                }
            }
        }
        json.put("model", call.model());
        Usage produced = new Usage(tokens, 0);
        UsageLie lie = call.shape().usage();
        if (lie == UsageLie.MISSING) {
            return new Reply.Whole(200, OpenAiHeaders.json(call), Json.bytes(json), null, produced);
        }
        Usage told = new Usage(lie.tell(tokens), 0);
        json.putObject("usage").put("prompt_tokens", told.prompt()).put("total_tokens", told.prompt());
        return new Reply.Whole(200, OpenAiHeaders.json(call), Json.bytes(json), told, produced);
    }

    /** A string or a list of token numbers is one input; a list of either is several. */
    private static List<JsonNode> inputs(JsonNode input) {
        if (!input.isArray() || input.path(0).isNumber()) {
            return List.of(input);
        }
        List<JsonNode> inputs = new ArrayList<>();
        input.forEach(inputs::add);
        return inputs;
    }
}
