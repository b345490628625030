package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages in Anthropic's form: system apart, tool results as user content, neighbours of one role in one message. One use. */
final class MessageTranslation {

    /** LiteLLM 1.109.1's words, which models have seen before. */
    static final String EMPTY = "[System: Empty message content sanitised to satisfy protocol]";

    private static final String OPERATOR_NOTE =
            "Operator note (not from the user): the following was originally a mid-conversation system-role reminder.";

    private final ArrayNode system = MessagesRequest.JSON.createArrayNode();
    private final ArrayNode messages = MessagesRequest.JSON.createArrayNode();
    private final ContentTranslation content;

    MessageTranslation(List<Message> conversation, Set<String> betas) {
        this.content = new ContentTranslation(betas);
        conversation.forEach(this::message);
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

    private void message(Message message) {
        switch (message) {
            case Message.Instructions instructions -> instructions(instructions.parts());
            case Message.User user -> append("user", content.blocks(user.parts()));
            case Message.Assistant assistant -> append("assistant", content.said(assistant.parts()));
            case Message.ToolResult result -> append("user", toolResult(result));
        }
    }

    private void instructions(List<Part> parts) {
        ArrayNode texts =
                content.blocks(parts.stream().filter(part -> !isEmptyText(part)).toList());
        if (messages.isEmpty()) {
            system.addAll(texts);
        } else {
            ArrayNode note = MessagesRequest.JSON.createArrayNode();
            note.addObject().put("type", "text").put("text", OPERATOR_NOTE);
            append("user", note.addAll(texts));
        }
    }

    static boolean isEmptyText(Part part) {
        return part instanceof Part.Text(String text, var ignored) && text.isEmpty();
    }

    private ArrayNode toolResult(Message.ToolResult result) {
        ArrayNode blocks = MessagesRequest.JSON.createArrayNode();
        ObjectNode block = blocks.addObject().put("type", "tool_result").put("tool_use_id", result.callId());
        String text = plainText(result.parts());
        if (text != null) {
            block.put("content", text);
        } else {
            block.set("content", content.blocks(result.parts()));
        }
        if (result.failed()) {
            block.put("is_error", true);
        }
        if (result.cacheControl() != null) {
            block.set("cache_control", result.cacheControl());
        }
        return blocks;
    }

    /** Null when it is more than one text, or a marked one. */
    private static @Nullable String plainText(List<Part> parts) {
        if (parts.isEmpty()) {
            return "";
        }
        return parts.size() == 1 && parts.getFirst() instanceof Part.Text(String text, var mark) && mark == null
                ? text
                : null;
    }

    /** Anthropic wants roles to alternate: neighbours of one role become one message. */
    private void append(String role, ArrayNode blocks) {
        if (blocks.isEmpty()) {
            blocks.addObject().put("type", "text").put("text", EMPTY);
        }
        JsonNode last = messages.isEmpty() ? MessagesRequest.JSON.missingNode() : messages.get(messages.size() - 1);
        if (last.path("role").asText().equals(role)) {
            ((ArrayNode) last.path("content")).addAll(blocks);
        } else {
            messages.addObject().put("role", role).set("content", blocks);
        }
    }

    /** Anthropic refuses white space at the end of an answer that it is to go on with. */
    private void trimLastAssistant() {
        JsonNode last = messages.get(messages.size() - 1);
        JsonNode blocks = last.path("content");
        if (last.path("role").asText().equals("assistant") && !blocks.isEmpty()) {
            JsonNode block = blocks.get(blocks.size() - 1);
            if (block.path("type").asText().equals("text")) {
                ((ObjectNode) block).put("text", block.path("text").asText().stripTrailing());
            }
        }
    }
}
