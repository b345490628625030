package io.sluice.router.client.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.conversation.SignedId;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code messages}. Tool results stand in user messages there; they come first, since they answer the calls before them. */
final class MessageTurns {

    private MessageTurns() {}

    static List<Message> read(JsonNode messages) {
        if (!messages.isArray()) {
            throw new UnsupportedRequestException("messages: Input should be a valid list", "messages");
        }
        List<Message> turns = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            turn(messages.get(i), "messages." + i, turns);
        }
        return turns;
    }

    private static void turn(JsonNode message, String place, List<Message> turns) {
        JsonNode content = message.path("content");
        switch (message.path("role").asText("")) {
            case "user" -> user(content, place + ".content", turns);
            case "assistant" ->
                turns.add(new Message.Assistant(MessageBlocks.read(content, place + ".content"), null, false));
            case "system" ->
                turns.add(new Message.Instructions(false, MessageBlocks.read(content, place + ".content"), null));
            default ->
                throw new UnsupportedRequestException(
                        place + ".role: Input should be 'user' or 'assistant'", "messages");
        }
    }

    private static void user(JsonNode content, String place, List<Message> turns) {
        List<Part> said = new ArrayList<>();
        boolean results = false;
        if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                JsonNode block = content.get(i);
                if (block.path("type").asText("").equals("tool_result")) {
                    turns.add(result(block, place + '.' + i));
                    results = true;
                } else {
                    MessageBlocks.read(block, place + '.' + i, said);
                }
            }
        } else {
            said.addAll(MessageBlocks.read(content, place));
        }
        if (!said.isEmpty() || !results) {
            turns.add(new Message.User(said, null));
        }
    }

    private static Message.ToolResult result(JsonNode block, String place) {
        JsonNode content = block.path("content");
        List<Part> parts = content.isMissingNode() || content.isNull()
                ? List.of()
                : MessageBlocks.read(content, place + ".content");
        return new Message.ToolResult(
                SignedId.of(block.path("tool_use_id").asText("")).id(),
                null,
                parts,
                block.path("is_error").asBoolean(false),
                block.path("cache_control") instanceof ObjectNode mark ? mark : null);
    }
}
