package io.sluice.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Messages;
import java.util.ArrayList;
import java.util.List;

/** Reads a messages request. Source: docs.anthropic.com/en/api/messages, seen 2026-11-24. */
final class MessageRequest {

    private MessageRequest() {}

    static Prompt prompt(JsonNode body) {
        JsonNode messages = body.path("messages");
        String thinking = body.path("thinking").path("type").asText("disabled");
        return new Prompt(
                Messages.lastUser(messages),
                TokenCount.bytes(Messages.text(body.path("system"))) + Messages.textBytes(messages),
                tools(body),
                format(body),
                Messages.strings(body.path("stop_sequences")),
                body.path("max_tokens").asInt(-1),
                thinking.equals("enabled") || thinking.equals("adaptive"),
                0);
    }

    private static Format format(JsonNode body) {
        JsonNode format = body.path("output_config").path("format");
        JsonNode schema = format.isObject()
                ? format.path("schema")
                : body.path("output_format").path("schema");
        return schema.isObject() ? new Format.Schema(schema) : new Format.Text();
    }

    private static List<Tool> tools(JsonNode body) {
        JsonNode tools = body.path("tools");
        JsonNode choice = body.path("tool_choice");
        if (!tools.has(0)
                || answersTool(body.path("messages"))
                || choice.path("type").asText("").equals("none")) {
            return List.of();
        }
        List<Tool> offered = new ArrayList<>();
        String wanted = choice.path("name").asText("");
        for (JsonNode tool : tools) {
            String name = tool.path("name").asText();
            if (wanted.isEmpty() || wanted.equals(name)) {
                offered.add(new Tool(name, tool.path("input_schema")));
            }
        }
        return offered;
    }

    private static boolean answersTool(JsonNode messages) {
        for (JsonNode block : messages.path(messages.size() - 1).path("content")) {
            if (block.path("type").asText("").equals("tool_result")) {
                return true;
            }
        }
        return false;
    }
}
