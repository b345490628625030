package io.sluice.conformance.compare;

import static io.sluice.conformance.compare.WrongShape.append;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Assembles chunks of chat completions and text completions. Used once. */
final class ChatStream {
    private static final List<String> TOP_MEMBERS =
            List.of("model", "object", "service_tier", "system_fingerprint", "citations", "search_results");
    private static final Set<String> CALL_MEMBERS = Set.of("index", "id", "function", "type");

    private final ObjectNode result = Json.object().put("done", false);
    private final Set<String> broken = new HashSet<>();
    private final Map<Integer, ObjectNode> choices = new TreeMap<>();
    private final Map<Integer, TreeMap<Integer, ObjectNode>> calls = new HashMap<>();
    private final Set<Integer> finished = new HashSet<>();

    Assembled read(JsonNode events) {
        events.forEach(this::event);
        calls.forEach((choice, byIndex) -> {
            ArrayNode list = choiceOf(choice).putArray("tool_calls");
            byIndex.values().forEach(list::add);
        });
        ObjectNode all = result.putObject("choices");
        choices.forEach((index, choice) -> all.set(String.valueOf(index), choice));
        return new Assembled(result, broken);
    }

    private void event(JsonNode raw) {
        if (raw.isTextual() && raw.textValue().equals("[DONE]")) {
            result.put("done", true);
            return;
        }
        if (result.path("done").booleanValue()) {
            broken.add("event after [DONE]");
        }
        JsonNode event = raw.isArray() ? raw.path(1) : raw;
        if (!event.isObject()) {
            broken.add("event is not JSON");
        } else if (event.has("error")) {
            result.set("error", event.get("error"));
        } else {
            chunk(event);
        }
    }

    private void chunk(JsonNode event) {
        for (String name : TOP_MEMBERS) {
            if (Json.says(event.path(name))) {
                result.set(name, event.get(name));
            }
        }
        if (Json.says(event.path("usage"))) {
            if (result.has("usage")) {
                broken.add("usage twice");
            }
            result.set("usage", event.get("usage"));
            if (!Json.says(event.path("choices"))) {
                result.put("usage_alone", true);
            }
        }
        for (JsonNode choice : WrongShape.list(event.path("choices"))) {
            choice(WrongShape.required(choice));
        }
    }

    private void choice(ObjectNode source) {
        int index = WrongShape.position(source.path("index"));
        ObjectNode message = choiceOf(index);
        if (source.has("text")) {
            append(message, "text", WrongShape.text(source.path("text")));
        }
        boolean carries = false;
        for (Map.Entry<String, JsonNode> member :
                WrongShape.object(source.path("delta")).properties()) {
            carries |= delta(index, message, member.getKey(), member.getValue());
        }
        if (carries && finished.contains(index)) {
            broken.add("content after finish_reason");
        }
        JsonNode logprobs = WrongShape.object(source.path("logprobs")).path("content");
        if (Json.says(logprobs)) {
            extend(message, "logprobs", logprobs);
        }
        if (Json.says(source.path("finish_reason"))) {
            if (!finished.add(index)) {
                broken.add("finish_reason twice");
            }
            message.set("finish_reason", source.get("finish_reason"));
        }
    }

    /** Whether it is content, which may not come after the finish reason. */
    private boolean delta(int index, ObjectNode message, String name, JsonNode value) {
        boolean nothing = value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.textValue().isEmpty();
        if (nothing) {
            return false;
        }
        switch (name) {
            case "role" -> message.set(name, value);
            case "tool_calls" -> toolCalls(index, value);
            case "thinking_blocks" -> new ThinkingBlocks(message).add(value);
            case "function_call" -> functionCall(message, value);
            case "provider_specific_fields" ->
                message.withObjectProperty(name).setAll(value instanceof ObjectNode o ? o : wrapped(value));
            default -> other(message, name, value);
        }
        return name.equals("tool_calls")
                || value.isTextual() && (name.equals("content") || name.equals("reasoning_content"));
    }

    private static void other(ObjectNode message, String name, JsonNode value) {
        if (value.isTextual()) {
            append(message, name, value.textValue());
        } else if (value.isArray()) {
            extend(message, name, value);
        } else {
            message.set(name, value);
        }
    }

    private void toolCalls(int choice, JsonNode list) {
        TreeMap<Integer, ObjectNode> known = calls.computeIfAbsent(choice, c -> new TreeMap<>());
        for (JsonNode item : WrongShape.list(list)) {
            ObjectNode part = WrongShape.required(item);
            ObjectNode call = known.computeIfAbsent(
                    WrongShape.position(part.path("index")), i -> Json.object().put("arguments", ""));
            ObjectNode function = WrongShape.object(part.path("function"));
            if (Json.says(part.path("id")) && !Json.says(call.path("id"))) {
                call.set("id", part.get("id"));
            }
            if (Json.says(function.path("name"))) {
                append(call, "name", WrongShape.text(function.path("name")));
            } else if (Json.says(function.path("arguments")) && !call.has("name")) {
                broken.add("tool arguments before the name");
            }
            append(call, "arguments", WrongShape.text(function.path("arguments")));
            part.properties().stream()
                    .filter(m -> !CALL_MEMBERS.contains(m.getKey()))
                    .forEach(m -> call.set(m.getKey(), m.getValue()));
        }
    }

    private static void functionCall(ObjectNode message, JsonNode value) {
        ObjectNode part = WrongShape.required(value);
        ObjectNode call = message.has("function_call")
                ? WrongShape.required(message.get("function_call"))
                : message.putObject("function_call");
        append(call, "name", WrongShape.text(part.path("name")));
        append(call, "arguments", WrongShape.text(part.path("arguments")));
    }

    private static void extend(ObjectNode message, String name, JsonNode more) {
        JsonNode before = message.path(name);
        ArrayNode list = before.isMissingNode() ? message.putArray(name) : WrongShape.list(before);
        WrongShape.list(more).forEach(list::add);
    }

    private static ObjectNode wrapped(JsonNode value) {
        ObjectNode wrapped = Json.object();
        wrapped.set("value", value);
        return wrapped;
    }

    private ObjectNode choiceOf(int index) {
        return choices.computeIfAbsent(index, i -> Json.object());
    }
}
