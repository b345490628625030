package io.sluice.router.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.conversation.SignedId;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code messages} of a chat completion, with the members that LiteLLM added to OpenAI's: {@code cache_control},
 * {@code thinking_blocks}, {@code reasoning_content}, thought signatures in {@code provider_specific_fields}. Stateless.
 */
public final class ChatMessages {

    private ChatMessages() {}

    /** @throws UnsupportedRequestException when they are not messages, with the place and what is wrong there */
    public static List<Message> read(JsonNode messages) {
        if (!messages.isArray()) {
            throw new UnsupportedRequestException("messages: Input should be a valid list");
        }
        List<Message> read = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            read.add(message(messages.get(i), "messages[" + i + "]"));
        }
        return read;
    }

    private static Message message(JsonNode message, String place) {
        if (!(message instanceof ObjectNode)) {
            throw new UnsupportedRequestException(place + ": Input should be an object");
        }
        // as LiteLLM: a message without a role is taken for an earlier answer (conformance case message-no-role)
        String role = message.path("role").asText("assistant");
        String name = text(message, "name");
        return switch (role) {
            case "system" -> new Message.Instructions(false, content(message, place), name);
            case "developer" -> new Message.Instructions(true, content(message, place), name);
            case "user" -> new Message.User(content(message, place), name);
            case "assistant" ->
                new Message.Assistant(
                        assistant(message, place), name, message.path("prefix").asBoolean(false));
            case "tool" -> new Message.ToolResult(callId(message), name, parts(message, place), false, mark(message));
            case "function" ->
                new Message.ToolResult(name == null ? "" : name, name, parts(message, place), false, mark(message));
            default ->
                throw new UnsupportedRequestException(
                        place + ".role: '" + role + "' is none of system, developer, user, assistant, tool, function");
        };
    }

    private static String callId(JsonNode message) {
        return SignedId.of(
                        message.path("tool_call_id").asText(message.path("name").asText("")))
                .id();
    }

    private static List<Part> assistant(JsonNode message, String place) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode block : message.path("thinking_blocks")) {
            parts.add(ChatParts.read(block, place + ".thinking_blocks"));
        }
        if (parts.isEmpty() && !message.path("reasoning_content").asText("").isEmpty()) {
            parts.add(new Part.Thinking(message.path("reasoning_content").asText(), null));
        }
        parts.addAll(content(message, place));
        if (!message.path("refusal").asText("").isEmpty()) {
            parts.add(new Part.Refusal(message.path("refusal").asText()));
        }
        JsonNode calls = message.path("tool_calls");
        if (calls.isEmpty()) {
            // beside calls, the list repeats theirs
            message.path("provider_specific_fields")
                    .path("thought_signatures")
                    .forEach(signature -> parts.add(new Part.TextSignature(signature.asText())));
        }
        for (JsonNode call : calls) {
            parts.add(toolCall(call));
        }
        if (message.path("function_call") instanceof ObjectNode legacy) {
            String name = legacy.path("name").asText();
            parts.add(new Part.ToolCall(name, name, arguments(legacy), null, null));
        }
        return parts;
    }

    private static Part.ToolCall toolCall(JsonNode call) {
        JsonNode function = call.path("function");
        String signature = text(call.path("provider_specific_fields"), "thought_signature");
        if (signature == null) {
            signature = text(function.path("provider_specific_fields"), "thought_signature");
        }
        SignedId id = SignedId.of(call.path("id").asText(""));
        return new Part.ToolCall(
                id.id(),
                function.path("name").asText(""),
                arguments(function),
                signature == null ? id.signature() : signature,
                mark(call));
    }

    /** Text as a rule; some clients send the object itself. */
    private static String arguments(JsonNode function) {
        JsonNode arguments = function.path("arguments");
        return arguments.isContainerNode() ? arguments.toString() : arguments.asText("");
    }

    /** A mark on the message belongs to its last part. */
    private static List<Part> content(JsonNode message, String place) {
        List<Part> parts = parts(message, place);
        ObjectNode mark = mark(message);
        if (mark != null && !parts.isEmpty()) {
            parts.set(parts.size() - 1, parts.getLast().marked(mark));
        }
        return parts;
    }

    private static List<Part> parts(JsonNode message, String place) {
        List<Part> parts = new ArrayList<>();
        JsonNode content = message.path("content");
        if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                parts.add(ChatParts.read(content.get(i), place + ".content[" + i + "]"));
            }
        } else if (content.isTextual()) {
            parts.add(Part.Text.of(content.asText()));
        } else if (content.isObject()) {
            parts.add(ChatParts.read(content, place + ".content"));
        } else if (!content.isMissingNode() && !content.isNull()) {
            throw new UnsupportedRequestException(place + ".content: Input should be a text or a list of parts");
        }
        return parts;
    }

    private static @Nullable ObjectNode mark(JsonNode holder) {
        return holder.path("cache_control") instanceof ObjectNode mark ? mark : null;
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).asText() : null;
    }
}
