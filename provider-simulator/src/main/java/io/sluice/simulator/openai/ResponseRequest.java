package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import java.util.ArrayList;
import java.util.List;

/** Reads a request for a response. Source: platform.openai.com/docs/api-reference/responses/create. */
final class ResponseRequest {

    private ResponseRequest() {}

    static String said(Call call) {
        return Messages.lastUser(items(call.body().path("input")));
    }

    /** The input as a list of items: a text is a message of the user. */
    static JsonNode items(JsonNode input) {
        if (!input.isTextual()) {
            return input;
        }
        ArrayNode items = Json.array();
        items.addObject().put("role", "user").put("content", input.textValue());
        return items;
    }

    /** @param earlier UTF-8 bytes of the conversation that the request goes on with */
    static Prompt prompt(JsonNode body, long earlier) {
        JsonNode items = items(body.path("input"));
        long bytes = earlier + TokenCount.bytes(body.path("instructions").asText("")) + Messages.textBytes(items);
        for (JsonNode item : items) {
            bytes += TokenCount.bytes(item.path("output").asText(""));
        }
        return new Prompt(
                Messages.lastUser(items),
                bytes,
                tools(body, items),
                format(body.path("text").path("format")),
                List.of(),
                body.path("max_output_tokens").asInt(-1),
                thinks(body.path("reasoning")),
                0);
    }

    private static boolean thinks(JsonNode reasoning) {
        return reasoning.isObject()
                && !reasoning.path("effort").asText("medium").equals("none");
    }

    private static List<Tool> tools(JsonNode body, JsonNode items) {
        JsonNode choice = body.path("tool_choice");
        boolean answered = items.path(items.size() - 1).path("type").asText("").equals("function_call_output");
        if (answered || choice.asText("").equals("none")) {
            return List.of();
        }
        List<Tool> offered = new ArrayList<>();
        String wanted = choice.path("name").asText("");
        for (JsonNode tool : body.path("tools")) {
            String name = tool.path("name").asText("");
            if (tool.path("type").asText("").equals("function") && (wanted.isEmpty() || wanted.equals(name))) {
                offered.add(new Tool(name, tool.path("parameters")));
            }
        }
        return offered;
    }

    private static Format format(JsonNode format) {
        return switch (format.path("type").asText("text")) {
            case "json_object" -> new Format.AnyJson();
            case "json_schema" -> new Format.Schema(format.path("schema"));
            default -> new Format.Text();
        };
    }
}
