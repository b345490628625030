package io.sluice.simulator.mistral;

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
 * Moderations of texts or of chats: a text falls into each category whose first word it has. Source:
 * docs.mistral.ai/capabilities/guardrailing.
 */
final class MistralModerations {

    private static final List<String> CATEGORIES = List.of(
            "sexual",
            "hate_and_discrimination",
            "violence_and_threats",
            "dangerous_and_criminal_content",
            "selfharm",
            "health",
            "financial",
            "law",
            "pii");

    private MistralModerations() {}

    static Reply reply(Call call) {
        ObjectNode json = Json.object().put("id", "mod-sim" + call.number()).put("model", call.model());
        ArrayNode results = json.putArray("results");
        for (String text : texts(call.body().path("input"))) {
            ObjectNode result = results.addObject();
            ObjectNode categories = result.putObject("categories");
            ObjectNode scores = result.putObject("category_scores");
            for (String category : CATEGORIES) {
                int end = category.indexOf('_');
                boolean found = text.contains(end < 0 ? category : category.substring(0, end));
                categories.put(category, found);
                scores.put(category, found ? 0.97 : 0.0001);
            }
        }
        return Reply.json(200, json);
    }

    /** Texts, one chat (a list of messages), or several chats. */
    private static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        if (input.path(0).isObject()) {
            texts.add(Messages.lastUser(input));
        } else if (input.path(0).isArray()) {
            input.forEach(chat -> texts.add(Messages.lastUser(chat)));
        } else {
            texts.addAll(Messages.strings(input));
        }
        texts.replaceAll(text -> text.toLowerCase(Locale.ROOT));
        return texts;
    }
}
