package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Moderations: a text is flagged for each category without a slash whose name it has. Source:
 * platform.openai.com/docs/api-reference/moderations.
 */
final class Moderations {

    private static final List<String> CATEGORIES = List.of(
            "harassment",
            "harassment/threatening",
            "hate",
            "hate/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/instructions",
            "self-harm/intent",
            "sexual",
            "sexual/minors",
            "violence",
            "violence/graphic");

    private Moderations() {}

    static Reply reply(Call call) {
        String model = call.model().isEmpty() ? "omni-moderation-latest" : call.model();
        ObjectNode json = Json.object()
                .put("id", "modr-sim" + Long.toString(call.number(), 36))
                .put("model", model);
        ArrayNode results = json.putArray("results");
        inputs(call.body().path("input")).forEach(text -> results.add(result(text.toLowerCase(Locale.ROOT))));
        return OpenAiHeaders.reply(call, json);
    }

    /** A string is one input and a list of strings several; a list of typed parts is one. */
    private static List<String> inputs(JsonNode input) {
        List<String> texts = new ArrayList<>();
        if (input.path(0).isObject()) {
            texts.add(Messages.text(input));
        } else {
            texts.addAll(Messages.strings(input));
        }
        return texts;
    }

    private static ObjectNode result(String text) {
        ObjectNode result = Json.object();
        ObjectNode categories = Json.object();
        ObjectNode scores = Json.object();
        ObjectNode kinds = Json.object();
        boolean flagged = false;
        for (String category : CATEGORIES) {
            int slash = category.indexOf('/');
            boolean found = slash < 0 && text.contains(category);
            flagged |= found;
            categories.put(category, found);
            scores.put(category, found ? 0.97 : 0.0001);
            kinds.putArray(category).add("text");
        }
        result.put("flagged", flagged);
        result.set("categories", categories);
        result.set("category_scores", scores);
        result.set("category_applied_input_types", kinds);
        return result;
    }
}
