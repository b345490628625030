package io.sluice.conformance.compare;

import static io.sluice.conformance.compare.WrongShape.append;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Assembles the events of an Anthropic message. Used once. */
final class MessagesStream {
    private static final Set<String> ENDS_OF_START = Set.of("content", "stop_reason", "stop_sequence");
    private static final Set<String> CALLS = Set.of("tool_use", "server_tool_use");

    private final ObjectNode result = Json.object();
    private final Set<String> broken = new HashSet<>();
    private final TreeMap<Integer, ObjectNode> blocks = new TreeMap<>();
    private @Nullable Integer open;
    private boolean started;
    private boolean stopped;

    Assembled read(JsonNode events) {
        events.forEach(this::event);
        result.put("stopped", stopped);
        ArrayNode content = result.putArray("content");
        blocks.values().forEach(content::add);
        return new Assembled(result, broken);
    }

    private void event(JsonNode raw) {
        if (raw.isTextual() && raw.textValue().equals("[DONE]")) {
            broken.add("[DONE] in an Anthropic stream");
            return;
        }
        JsonNode event = raw.isArray() ? raw.path(1) : raw;
        if (!event.isObject()) {
            broken.add("event is not JSON");
            return;
        }
        String kind = event.path("type").asText("");
        if (raw.isArray() ? !raw.path(0).asText().equals(kind) : event.has("type")) {
            broken.add("event name is not its type");
        }
        if (kind.equals("error") || event.has("error")) {
            result.set("error", event.path("error"));
            return;
        }
        switch (kind) {
            case "message_start" -> start(WrongShape.required(event.path("message")));
            case "content_block_start" -> open(event);
            case "content_block_delta" -> delta(event);
            case "content_block_stop" -> stop(event);
            case "message_delta" -> end(event);
            case "message_stop" -> stopped = true;
            case "ping" -> {}
            default -> broken.add("unknown event " + kind);
        }
    }

    private void start(ObjectNode message) {
        if (started) {
            broken.add("message_start twice");
        }
        started = true;
        message.properties().stream()
                .filter(m -> !ENDS_OF_START.contains(m.getKey()))
                .forEach(m -> result.set(m.getKey(), m.getValue()));
        result.set("usage", WrongShape.object(message.path("usage")).deepCopy());
    }

    private void open(JsonNode event) {
        if (open != null) {
            broken.add("block opened inside a block");
        }
        open = indexOf(event);
        ObjectNode block = WrongShape.required(event.path("content_block")).deepCopy();
        if (CALLS.contains(block.path("type").asText())) {
            block.put("args_json", "");
            block.remove("input");
        }
        blocks.put(open, block);
    }

    private void delta(JsonNode event) {
        int index = indexOf(event);
        if (open == null || open != index) {
            broken.add("delta outside its block");
        }
        ObjectNode delta = WrongShape.required(event.path("delta"));
        ObjectNode block = blocks.computeIfAbsent(index, i -> Json.object());
        switch (delta.path("type").asText()) {
            case "text_delta" -> append(block, "text", WrongShape.requiredText(delta.path("text")));
            case "input_json_delta" -> append(block, "args_json", WrongShape.requiredText(delta.path("partial_json")));
            case "thinking_delta" -> append(block, "thinking", WrongShape.requiredText(delta.path("thinking")));
            case "signature_delta" -> append(block, "signature", WrongShape.requiredText(delta.path("signature")));
            case "citations_delta" -> {
                ArrayNode citations = Json.says(block.path("citations"))
                        ? WrongShape.list(block.path("citations"))
                        : block.putArray("citations");
                citations.add(delta.has("citation") ? delta.get("citation") : Json.MAPPER.nullNode());
            }
            default -> {}
        }
    }

    private void stop(JsonNode event) {
        if (open == null || open != indexOf(event)) {
            broken.add("stop of a block that is not open");
        }
        open = null;
    }

    private void end(JsonNode event) {
        if (open != null) {
            broken.add("message_delta inside a block");
        }
        result.setAll(WrongShape.object(event.path("delta")));
        ObjectNode usage = WrongShape.object(result.path("usage")).deepCopy();
        usage.setAll(WrongShape.object(event.path("usage")));
        result.set("usage", usage);
    }

    private static int indexOf(JsonNode event) {
        if (!event.path("index").isInt()) {
            throw new WrongShape("a block without index");
        }
        return event.path("index").intValue();
    }
}
