package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.util.HashSet;
import java.util.Set;

/** Assembles the events of the Responses API. Used once. */
final class ResponsesStream {
    private static final Set<String> LAST = Set.of("response.completed", "response.incomplete", "response.failed");

    private final ObjectNode result = Json.object();
    private final Set<String> broken = new HashSet<>();
    private final ArrayNode kinds = Json.array();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private long last = -1;

    Assembled read(JsonNode events) {
        events.forEach(this::event);
        result.set("kinds", kinds);
        result.put("text", text.toString());
        if (!arguments.isEmpty()) {
            result.put("args_json", arguments.toString());
        }
        return new Assembled(result, broken);
    }

    private void event(JsonNode raw) {
        if (raw.isTextual() && raw.textValue().equals("[DONE]")) {
            result.put("done", true);
            return;
        }
        JsonNode event = raw.isArray() ? raw.path(1) : raw;
        if (!event.isObject()) {
            broken.add("event is not JSON");
            return;
        }
        JsonNode type = event.has("type") ? event.get("type") : Json.MAPPER.nullNode();
        String kind = type.asText();
        if (raw.isArray() && !raw.path(0).equals(type)) {
            broken.add("event name is not its type");
        }
        if (event.has("error") && (type.isNull() || kind.equals("error"))) {
            result.set("error", event.get("error"));
        }
        order(event.path("sequence_number"));
        if (kinds.isEmpty() || !kinds.get(kinds.size() - 1).equals(type)) {
            kinds.add(type);
        }
        if (kind.equals("response.output_text.delta")) {
            text.append(delta(event));
        } else if (kind.equals("response.function_call_arguments.delta")) {
            arguments.append(delta(event));
        } else if (LAST.contains(kind)) {
            result.set("response", event.path("response"));
        }
    }

    private void order(JsonNode sequence) {
        if (sequence.isIntegralNumber()) {
            if (sequence.longValue() < last) {
                broken.add("sequence_number goes back");
            }
            last = sequence.longValue();
        }
    }

    private static String delta(JsonNode event) {
        return event.has("delta") ? WrongShape.requiredText(event.get("delta")) : "";
    }
}
