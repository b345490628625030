package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.UnsupportedRequestException;
import java.io.IOException;
import java.util.Set;

/** Chat messages in Anthropic's form: system apart, tool results as user content, neighbours of one role in one message. One use. */
final class MessageTranslation {

    /** LiteLLM 1.109.1's words, which models have seen before. */
    private static final String EMPTY = "[System: Empty message content sanitised to satisfy protocol]";

    private static final String OPERATOR_NOTE =
            "Operator note (not from the user): the following was originally a mid-conversation system-role reminder.";

    private final ArrayNode system = MessagesRequest.JSON.createArrayNode();
    private final ArrayNode messages = MessagesRequest.JSON.createArrayNode();
    private final ContentTranslation content;
    private boolean usesTools;

    MessageTranslation(JsonNode chat, Set<String> betas) {
        this.content = new ContentTranslation(betas);
        if (!chat.isArray()) {
            throw new UnsupportedRequestException("messages: Input should be a valid list", "messages");
        }
        chat.forEach(this::message);
        if (messages.isEmpty()) {
            throw new UnsupportedRequestException("Anthropic requires at least one non-system message");
        }
        trimLastAssistant();
    }

    ArrayNode system() {
        return system;
    }

    ArrayNode messages() {
        return messages;
    }

    boolean usesTools() {
        return usesTools;
    }

    private void message(JsonNode message) {
        switch (message.path("role").asText("assistant")) {
            case "system", "developer" -> system(message);
            case "user" -> append("user", content.parts(message.path("content")), message);
            case "tool", "function" -> toolResult(message);
            default -> assistant(message);
        }
    }

    private void system(JsonNode message) {
        ArrayNode texts = content.texts(message.path("content"));
        cacheControl(message, texts);
        if (messages.isEmpty()) {
            system.addAll(texts);
        } else {
            ArrayNode note = MessagesRequest.JSON.createArrayNode();
            note.addObject().put("type", "text").put("text", OPERATOR_NOTE);
            append("user", note.addAll(texts), MessagesRequest.JSON.missingNode());
        }
    }

    private void toolResult(JsonNode message) {
        ArrayNode parts = MessagesRequest.JSON.createArrayNode();
        ObjectNode result = parts.addObject()
                .put("type", "tool_result")
                .put(
                        "tool_use_id",
                        message.path("tool_call_id").asText(message.path("name").asText()));
        JsonNode output = message.path("content");
        result.set("content", output.isArray() ? content.parts(output) : output.isNull() ? textNode("") : output);
        append("user", parts, message);
    }

    private static JsonNode textNode(String text) {
        return MessagesRequest.JSON.getNodeFactory().textNode(text);
    }

    private void assistant(JsonNode message) {
        ArrayNode parts = MessagesRequest.JSON.createArrayNode();
        message.path("thinking_blocks").forEach(parts::add);
        JsonNode said = message.path("content");
        boolean calls = message.path("tool_calls").size() > 0
                || message.path("function_call").isObject();
        if (said.isTextual() ? !said.asText().isEmpty() : said.isArray() && !said.isEmpty()) {
            parts.addAll(content.parts(said));
        } else if (!calls && parts.isEmpty()) {
            parts.addAll(content.parts(textNode("")));
        }
        message.path("tool_calls")
                .forEach(call -> parts.add(toolUse(call.path("id").asText(), call.path("function"))));
        if (message.path("function_call").isObject()) {
            JsonNode legacy = message.path("function_call");
            parts.add(toolUse(legacy.path("name").asText(), legacy));
        }
        append("assistant", parts, message);
    }

    private ObjectNode toolUse(String id, JsonNode function) {
        usesTools = true;
        ObjectNode use =
                MessagesRequest.JSON.createObjectNode().put("type", "tool_use").put("id", id);
        use.set("name", function.path("name"));
        use.set("input", arguments(function.path("arguments")));
        return use;
    }

    private static JsonNode arguments(JsonNode arguments) {
        if (arguments.isObject()) {
            return arguments;
        }
        String json = arguments.asText("");
        try {
            JsonNode parsed =
                    json.isBlank() ? MessagesRequest.JSON.createObjectNode() : MessagesRequest.JSON.readTree(json);
            if (parsed.isObject()) {
                return parsed;
            }
        } catch (IOException e) {
            throw new UnsupportedRequestException(
                    "the arguments of an earlier tool call are not JSON: " + e.getMessage());
        }
        throw new UnsupportedRequestException("the arguments of an earlier tool call are not a JSON object");
    }

    /** Anthropic wants roles to alternate: neighbours of one role become one message. */
    private void append(String role, ArrayNode parts, JsonNode message) {
        cacheControl(message, parts);
        if (parts.isEmpty()) {
            parts.addObject().put("type", "text").put("text", EMPTY);
        }
        JsonNode last = messages.isEmpty() ? MessagesRequest.JSON.missingNode() : messages.get(messages.size() - 1);
        if (last.path("role").asText().equals(role)) {
            ((ArrayNode) last.path("content")).addAll(parts);
        } else {
            messages.addObject().put("role", role).set("content", parts);
        }
    }

    /** A mark on the message belongs to its last part. */
    private static void cacheControl(JsonNode message, ArrayNode parts) {
        if (message.path("cache_control").isObject() && !parts.isEmpty()) {
            ((ObjectNode) parts.get(parts.size() - 1)).set("cache_control", message.path("cache_control"));
        }
    }

    /** Anthropic refuses white space at the end of an answer that it is to go on with. */
    private void trimLastAssistant() {
        JsonNode last = messages.get(messages.size() - 1);
        JsonNode parts = last.path("content");
        if (last.path("role").asText().equals("assistant") && !parts.isEmpty()) {
            JsonNode part = parts.get(parts.size() - 1);
            if (part.path("type").asText().equals("text")) {
                ((ObjectNode) part).put("text", part.path("text").asText().stripTrailing());
            }
        }
    }

    static String emptyText() {
        return EMPTY;
    }
}
