package io.sluice.router.wire.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.AnswerFormat;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.ToolChoice;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatTree;
import java.util.Set;

/** Builds the body of {@code POST /v2/chat}: OpenAI's, but for what stands here. One use. */
final class CohereRequest {

    private final WireCall call;
    private final Conversation conversation;
    private final Params params;

    CohereRequest(WireCall call, Conversation conversation) {
        this.call = call;
        this.conversation = conversation;
        this.params = conversation.params();
    }

    ObjectNode build() {
        ToolChoice choice = ToolChoice.take(params);
        AnswerFormat format = AnswerFormat.take(params);
        ObjectNode thinking = thinking(params.take("reasoning_effort"), params.take("thinking"));
        ObjectNode body = ChatTree.of(conversation, call, true);
        body.path("messages").forEach(CohereRequest::message);
        choice(choice, body);
        format(format, body);
        if (body.path("stop_sequences").isTextual()) {
            JsonNode stop = body.path("stop_sequences");
            body.putArray("stop_sequences").add(stop);
        }
        if (!thinking.isEmpty()) {
            body.set("thinking", thinking);
        }
        return body;
    }

    /** Reasoning is a part of the content here, and nothing said is no member. */
    private static void message(JsonNode said) {
        ObjectNode message = (ObjectNode) said;
        if (message.path("content").isNull()) {
            message.remove("content");
        }
        message.remove("thinking_blocks");
        JsonNode reasoning = message.remove("reasoning_content");
        if (reasoning != null) {
            ArrayNode parts = CohereDialect.JSON.createArrayNode();
            parts.addObject().put("type", "thinking").put("thinking", reasoning.asText());
            JsonNode content = message.path("content");
            if (content.isTextual()) {
                parts.addObject().put("type", "text").put("text", content.asText());
            } else {
                content.forEach(parts::add);
            }
            message.set("content", parts);
        }
    }

    /** A choice is {@code REQUIRED}, {@code NONE} or nothing. Of several tools one can only be demanded by naming no other. */
    private static void choice(ToolChoice choice, ObjectNode body) {
        switch (choice) {
            case ToolChoice.Unsaid ignored -> {}
            case ToolChoice.Auto ignored -> {}
            case ToolChoice.None ignored -> body.put("tool_choice", "NONE");
            case ToolChoice.Required ignored -> body.put("tool_choice", "REQUIRED");
            case ToolChoice.Named(String name) -> {
                only(Set.of(name), body);
                body.put("tool_choice", "REQUIRED");
            }
            case ToolChoice.Allowed(var names, boolean required) -> {
                only(Set.copyOf(names), body);
                if (required) {
                    body.put("tool_choice", "REQUIRED");
                }
            }
        }
    }

    private static void only(Set<String> names, ObjectNode body) {
        ArrayNode tools = CohereDialect.JSON.createArrayNode();
        body.path("tools").forEach(tool -> {
            if (names.contains(tool.path("function").path("name").asText())) {
                tools.add(tool);
            }
        });
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
    }

    private static void format(AnswerFormat format, ObjectNode body) {
        switch (format) {
            case AnswerFormat.Text ignored -> {}
            case AnswerFormat.Json ignored -> body.putObject("response_format").put("type", "json_object");
            case AnswerFormat.Schema schema ->
                body.putObject("response_format").put("type", "json_object").set("json_schema", schema.schema());
        }
    }

    /** docs.cohere.com/docs/reasoning: on with a budget of tokens, or off. */
    private static ObjectNode thinking(JsonNode effort, JsonNode thinking) {
        ObjectNode asked = CohereDialect.JSON.createObjectNode();
        if (thinking.isObject()) {
            String type = thinking.path("type").asText();
            asked.put("type", type.equals("adaptive") ? "enabled" : type);
            JsonNode budget =
                    thinking.has("token_budget") ? thinking.path("token_budget") : thinking.path("budget_tokens");
            if (budget.isNumber()) {
                asked.set("token_budget", budget);
            }
        } else if (effort.isTextual()) {
            asked.put("type", effort.asText().equals("none") ? "disabled" : "enabled");
            switch (effort.asText()) {
                case "minimal", "low" -> asked.put("token_budget", 1_024);
                case "medium" -> asked.put("token_budget", 2_048);
                default -> {}
            }
        }
        return asked;
    }
}
