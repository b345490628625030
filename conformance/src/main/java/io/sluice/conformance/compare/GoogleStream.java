package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Assembles the chunks of Google's generateContent. Used once. */
final class GoogleStream {
    private final ObjectNode result = Json.object();
    private final Set<String> broken = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final ArrayNode calls = Json.array();

    Assembled read(JsonNode events) {
        events.forEach(raw -> {
            JsonNode event = raw.isArray() ? raw.path(1) : raw;
            if (event.isObject()) {
                event(event);
            } else {
                broken.add("event is not JSON");
            }
        });
        result.put("text", text.toString()).put("thought", thought.toString());
        result.set("calls", calls);
        return new Assembled(result, broken);
    }

    private void event(JsonNode event) {
        if (event.has("error")) {
            result.set("error", event.get("error"));
        }
        for (JsonNode candidate : WrongShape.list(event.path("candidates"))) {
            JsonNode content = WrongShape.object(WrongShape.required(candidate).path("content"));
            for (JsonNode part : WrongShape.list(content.path("parts"))) {
                part(WrongShape.required(part));
            }
            if (Json.says(candidate.path("finishReason"))) {
                result.set("finishReason", candidate.get("finishReason"));
            }
        }
        for (String name : List.of("usageMetadata", "modelVersion")) {
            if (Json.says(event.path(name))) {
                result.set(name, event.get(name));
            }
        }
    }

    private void part(ObjectNode part) {
        StringBuilder target = Json.says(part.path("thought")) ? thought : text;
        target.append(WrongShape.text(part.path("text")));
        if (Json.says(part.path("functionCall"))) {
            calls.add(part.get("functionCall"));
        }
    }
}
