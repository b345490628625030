package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Messages;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of a chat request that matter here; other providers take the same. {@code thinking} is not OpenAI's: DeepSeek (see
 * api-docs.deepseek.com/guides/thinking_mode) and others show what their models think in {@code reasoning_content}. Source: platform.openai.com/docs/api-reference/chat/create, seen
 * 2026-11-24.
 */
public record ChatRequest(
        String model, Prompt prompt, int choices, boolean stream, boolean includeUsage, boolean logprobs) {

    /** Reads a body. */
    public static ChatRequest of(JsonNode body) {
        JsonNode messages = body.path("messages");
        int cap =
                body.path("max_completion_tokens").asInt(body.path("max_tokens").asInt(-1));
        Prompt prompt = new Prompt(
                Messages.lastUser(messages),
                Messages.textBytes(messages),
                tools(body),
                format(body.path("response_format")),
                Messages.strings(body.path("stop")),
                cap,
                body.path("thinking").path("type").asText("").equals("enabled"),
                body.path("seed").asLong(0));
        return new ChatRequest(
                body.path("model").asText(),
                prompt,
                Math.max(1, body.path("n").asInt(1)),
                body.path("stream").asBoolean(),
                body.path("stream_options").path("include_usage").asBoolean(),
                body.path("logprobs").asBoolean());
    }

    private static List<Tool> tools(JsonNode body) {
        JsonNode tools = body.path("tools");
        JsonNode messages = body.path("messages");
        String lastRole = messages.path(messages.size() - 1).path("role").asText();
        JsonNode choice = body.path("tool_choice");
        if (!tools.has(0) || lastRole.equals("tool") || choice.asText("").equalsIgnoreCase("none")) {
            return List.of();
        }
        List<Tool> offered = new ArrayList<>();
        String wanted = choice.path("function").path("name").asText("");
        for (JsonNode tool : tools) {
            JsonNode function = tool.path("function");
            String name = function.path("name").asText();
            if (wanted.isEmpty() || wanted.equals(name)) {
                offered.add(new Tool(name, function.path("parameters")));
            }
        }
        return offered;
    }

    private static Format format(JsonNode format) {
        return switch (format.path("type").asText("text")) {
            case "json_object" -> new Format.AnyJson();
            case "json_schema" -> new Format.Schema(format.path("json_schema").path("schema"));
            default -> new Format.Text();
        };
    }
}
