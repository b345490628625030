package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.deployment.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the body of a chat request. Parameters have OpenAI's names already and stand as they are; what a provider needs changed
 * is the business of {@link ChatRequest}.
 */
final class ChatBody {

    private final boolean takesReasoning;
    private final ChatContent content;

    ChatBody(Target target) {
        this(
                target,
                !target.provider()
                        .refused(target.knownModel(), target.card().capabilities())
                        .contains("thinking"));
    }

    /** @param takesReasoning earlier reasoning may be sent */
    ChatBody(Target target, boolean takesReasoning) {
        this.takesReasoning = takesReasoning;
        this.content = new ChatContent(target.provider().name());
    }

    ObjectNode of(Conversation conversation) {
        ObjectNode body = RequestRules.JSON.createObjectNode();
        ArrayNode messages = body.putArray("messages");
        for (Message message : conversation.messages()) {
            messages.add(message(message));
        }
        conversation.params().rest().forEach(body::set);
        body.setAll(conversation.params().extraBody());
        return body;
    }

    private ObjectNode message(Message message) {
        return switch (message) {
            case Message.Instructions instructions ->
                named(
                        instructions.developer() ? "developer" : "system",
                        instructions.name(),
                        content.of(instructions.parts()));
            case Message.User user -> named("user", user.name(), content.of(user.parts()));
            case Message.Assistant assistant -> assistant(assistant);
            case Message.ToolResult result -> toolResult(result);
        };
    }

    private static ObjectNode named(
            String role, @Nullable String name, com.fasterxml.jackson.databind.JsonNode content) {
        ObjectNode message = RequestRules.JSON.createObjectNode().put("role", role);
        message.set("content", content);
        if (name != null) {
            message.put("name", name);
        }
        return message;
    }

    private ObjectNode toolResult(Message.ToolResult result) {
        ObjectNode message =
                RequestRules.JSON.createObjectNode().put("role", "tool").put("tool_call_id", result.callId());
        if (result.name() != null) {
            message.put("name", result.name());
        }
        message.set("content", content.of(result.parts()));
        if (result.cacheControl() != null) {
            message.set("cache_control", result.cacheControl());
        }
        return message;
    }

    private ObjectNode assistant(Message.Assistant assistant) {
        List<Part> said = assistant.parts().stream()
                .filter(part -> !(part instanceof Part.ToolCall
                        || part instanceof Part.Thinking
                        || part instanceof Part.RedactedThinking
                        || part instanceof Part.TextSignature
                        || part instanceof Part.Refusal))
                .toList();
        ObjectNode message = RequestRules.JSON.createObjectNode().put("role", "assistant");
        boolean called = assistant.parts().stream().anyMatch(Part.ToolCall.class::isInstance);
        if (said.isEmpty() && called) {
            message.putNull("content");
        } else {
            message.set("content", content.of(said));
        }
        if (assistant.name() != null) {
            message.put("name", assistant.name());
        }
        if (assistant.prefix()) {
            message.put("prefix", true);
        }
        for (Part part : assistant.parts()) {
            switch (part) {
                case Part.ToolCall call -> call(message.withArrayProperty("tool_calls"), call);
                case Part.Refusal(String text) ->
                    message.put("refusal", message.path("refusal").asText("") + text);
                case Part.Thinking thinking -> thinking(message, thinking);
                case Part.RedactedThinking(String data) -> {
                    if (takesReasoning) {
                        message.withArrayProperty("thinking_blocks")
                                .addObject()
                                .put("type", "redacted_thinking")
                                .put("data", data);
                    }
                }
                default -> {}
            }
        }
        return message;
    }

    /** Providers without a word for it refuse the member or read it as part of the answer, so they are not sent it. */
    private void thinking(ObjectNode message, Part.Thinking thinking) {
        if (!takesReasoning) {
            return;
        }
        message.put("reasoning_content", message.path("reasoning_content").asText("") + thinking.text());
        if (thinking.signature() != null) {
            message.withArrayProperty("thinking_blocks")
                    .addObject()
                    .put("type", "thinking")
                    .put("thinking", thinking.text())
                    .put("signature", thinking.signature());
        }
    }

    private static void call(ArrayNode calls, Part.ToolCall call) {
        ObjectNode json = calls.addObject().put("id", call.id()).put("type", "function");
        json.putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        if (call.signature() != null) {
            json.putObject("provider_specific_fields").put("thought_signature", call.signature());
        }
        if (call.cacheControl() != null) {
            json.set("cache_control", call.cacheControl());
        }
    }
}
