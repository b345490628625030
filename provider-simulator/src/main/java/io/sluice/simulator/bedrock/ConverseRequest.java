package io.sluice.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a Converse request, and Nova's own, which is like it. Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html.
 */
final class ConverseRequest {

    private ConverseRequest() {}

    static Prompt prompt(JsonNode body) {
        JsonNode messages = body.path("messages");
        JsonNode config = body.path("inferenceConfig");
        int cap = config.path("maxTokens").asInt(config.path("max_new_tokens").asInt(-1));
        return new Prompt(
                Messages.lastUser(messages),
                TokenCount.bytes(Messages.text(body.path("system"))) + Messages.textBytes(messages),
                tools(body),
                format(body.path("outputConfig").path("textFormat")),
                Messages.strings(config.path("stopSequences")),
                cap,
                thinks(body.path("additionalModelRequestFields")),
                0);
    }

    private static boolean thinks(JsonNode fields) {
        JsonNode thinking = fields.has("thinking") ? fields.path("thinking") : fields.path("reasoning_config");
        JsonNode nova = fields.path("reasoningConfig");
        String type = (nova.isObject() ? nova : thinking).path("type").asText("disabled");
        return type.equals("enabled") || type.equals("adaptive");
    }

    private static Format format(JsonNode format) {
        JsonNode schema = Json.read(
                format.path("structure").path("jsonSchema").path("schema").asText(""));
        return schema.isObject() ? new Format.Schema(schema) : new Format.Text();
    }

    private static List<Tool> tools(JsonNode body) {
        JsonNode messages = body.path("messages");
        for (JsonNode block : messages.path(messages.size() - 1).path("content")) {
            if (block.has("toolResult")) {
                return List.of();
            }
        }
        JsonNode config = body.path("toolConfig");
        List<Tool> offered = new ArrayList<>();
        String wanted = config.path("toolChoice").path("tool").path("name").asText("");
        for (JsonNode tool : config.path("tools")) {
            JsonNode spec = tool.path("toolSpec");
            String name = spec.path("name").asText("");
            if (!name.isEmpty() && (wanted.isEmpty() || wanted.equals(name))) {
                offered.add(new Tool(name, spec.path("inputSchema").path("json")));
            }
        }
        return offered;
    }
}
