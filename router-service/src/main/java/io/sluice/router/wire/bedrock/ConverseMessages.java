package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;

/** Messages in Converse's form: system apart, tool results as user content, neighbours of one role in one message. One use. */
final class ConverseMessages {

    /** LiteLLM 1.109.1's words, which models have seen before. */
    private static final String OPERATOR_NOTE =
            "Operator note (not from the user): the following was originally a mid-conversation system-role reminder.";

    private final boolean tools;
    private final ArrayNode system = ConverseRequest.JSON.createArrayNode();
    private final ArrayNode messages = ConverseRequest.JSON.createArrayNode();

    /**
     * @param tools the request names tools; without, Bedrock refuses a history with calls, which is then told in words
     * @param guarded a guardrail looks at the last question only
     */
    ConverseMessages(List<Message> conversation, boolean tools, boolean guarded) {
        this.tools = tools;
        int lastQuestion = guarded ? lastQuestion(conversation) : -1;
        for (int i = 0; i < conversation.size(); i++) {
            message(conversation.get(i), i == lastQuestion);
        }
        if (messages.isEmpty()) {
            throw new UnsupportedRequestException("bedrock requires at least one non-system message");
        }
    }

    private static int lastQuestion(List<Message> conversation) {
        for (int i = conversation.size() - 1; i >= 0; i--) {
            if (conversation.get(i) instanceof Message.User) {
                return i;
            }
        }
        return -1;
    }

    ArrayNode system() {
        return system;
    }

    ArrayNode messages() {
        return messages;
    }

    private void message(Message message, boolean guarded) {
        switch (message) {
            case Message.Instructions instructions -> instructions(instructions.parts());
            case Message.User user -> append("user", guarded ? guarded(user.parts()) : blocks(user.parts()));
            case Message.Assistant assistant -> append("assistant", blocks(assistant.parts()));
            case Message.ToolResult result -> append("user", result(result));
        }
    }

    private void instructions(List<Part> parts) {
        ArrayNode texts = blocks(parts);
        if (messages.isEmpty()) {
            system.addAll(texts);
        } else if (!texts.isEmpty()) {
            ArrayNode note = ConverseRequest.JSON.createArrayNode();
            note.addObject().put("text", OPERATOR_NOTE);
            append("user", note.addAll(texts));
        }
    }

    private ArrayNode blocks(List<Part> parts) {
        ArrayNode blocks = ConverseRequest.JSON.createArrayNode();
        for (Part part : parts) {
            if (part instanceof Part.ToolCall call && !tools) {
                blocks.addObject()
                        .put("text", "[tool call " + call.id() + ": " + call.name() + '(' + call.arguments() + ")]");
            } else {
                ConverseContent.add(part, blocks);
            }
        }
        return blocks;
    }

    /** docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-converse-api.html: only what is marked is looked at. */
    private ArrayNode guarded(List<Part> parts) {
        ArrayNode blocks = blocks(parts);
        boolean marked = false;
        for (JsonNode block : blocks) {
            marked |= block.has("guardContent");
        }
        if (!marked) {
            for (JsonNode block : blocks) {
                if (block instanceof ObjectNode object && object.has("text")) {
                    JsonNode text = object.remove("text");
                    object.putObject("guardContent").putObject("text").set("text", text);
                }
            }
        }
        return blocks;
    }

    private ArrayNode result(Message.ToolResult result) {
        ArrayNode blocks = ConverseRequest.JSON.createArrayNode();
        ArrayNode content = blocks(result.parts());
        if (!tools) {
            StringBuilder text = new StringBuilder();
            content.forEach(block -> text.append(block.path("text").asText("")));
            blocks.addObject().put("text", "[tool result for " + result.callId() + ": " + text + ']');
            return blocks;
        }
        if (content.isEmpty()) {
            content.addObject().put("text", "");
        }
        ObjectNode block = blocks.addObject().putObject("toolResult");
        block.put("toolUseId", result.callId()).set("content", content);
        if (result.failed()) {
            block.put("status", "error");
        }
        if (result.cacheControl() != null) {
            blocks.add(CachePoint.of(result.cacheControl()));
        }
        return blocks;
    }

    /** Bedrock wants roles to alternate and no message to be empty. */
    private void append(String role, ArrayNode blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        JsonNode last = messages.isEmpty() ? ConverseRequest.JSON.missingNode() : messages.get(messages.size() - 1);
        if (last.path("role").asText().equals(role)) {
            ((ArrayNode) last.path("content")).addAll(blocks);
        } else {
            messages.addObject().put("role", role).set("content", blocks);
        }
    }
}
