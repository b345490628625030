package io.sluice.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Messages;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a generateContent request, in camel or snake case. Source: ai.google.dev/api/generate-content.
 */
final class GeminiRequest {

    private final JsonNode body;
    private final JsonNode config;

    GeminiRequest(JsonNode body) {
        this.body = body;
        this.config = get(body, "generationConfig", "generation_config");
    }

    static JsonNode get(JsonNode json, String camel, String snake) {
        return json.has(camel) ? json.path(camel) : json.path(snake);
    }

    /** The text of the last content of the user that has any. */
    String said() {
        JsonNode contents = body.path("contents");
        for (int i = contents.size() - 1; i >= 0; i--) {
            JsonNode content = contents.path(i);
            String text = Messages.text(content.path("parts"));
            if (!content.path("role").asText("user").equals("model") && !text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    Prompt prompt() {
        JsonNode thinking = get(config, "thinkingConfig", "thinking_config");
        return new Prompt(
                said(),
                textBytes(),
                tools(),
                format(),
                Messages.strings(get(config, "stopSequences", "stop_sequences")),
                get(config, "maxOutputTokens", "max_output_tokens").asInt(-1),
                get(thinking, "includeThoughts", "include_thoughts").asBoolean(),
                config.path("seed").asLong(0));
    }

    int choices() {
        return Math.max(
                1, Math.min(8, get(config, "candidateCount", "candidate_count").asInt(1)));
    }

    /** Whether the answer has to have this modality, {@code IMAGE} or {@code AUDIO}. */
    boolean wants(String modality) {
        for (JsonNode wish : get(config, "responseModalities", "response_modalities")) {
            if (wish.asText("").equalsIgnoreCase(modality)) {
                return true;
            }
        }
        return false;
    }

    private long textBytes() {
        JsonNode system = get(body, "systemInstruction", "system_instruction");
        long bytes = TokenCount.bytes(Messages.text(system.isTextual() ? system : system.path("parts")));
        for (JsonNode content : body.path("contents")) {
            bytes += TokenCount.bytes(Messages.text(content.path("parts")));
        }
        return bytes;
    }

    private List<Tool> tools() {
        JsonNode calling =
                get(get(body, "toolConfig", "tool_config"), "functionCallingConfig", "function_calling_config");
        if (calling.path("mode").asText("AUTO").equalsIgnoreCase("NONE") || answersTool()) {
            return List.of();
        }
        List<Tool> offered = new ArrayList<>();
        List<String> allowed = Messages.strings(get(calling, "allowedFunctionNames", "allowed_function_names"));
        for (JsonNode tool : body.path("tools")) {
            for (JsonNode function : get(tool, "functionDeclarations", "function_declarations")) {
                String name = function.path("name").asText();
                if (allowed.isEmpty() || allowed.contains(name)) {
                    offered.add(new Tool(name, schema(function)));
                }
            }
        }
        return offered;
    }

    private static JsonNode schema(JsonNode function) {
        JsonNode json = get(function, "parametersJsonSchema", "parameters_json_schema");
        return json.isMissingNode() ? function.path("parameters") : json;
    }

    private boolean answersTool() {
        JsonNode contents = body.path("contents");
        for (JsonNode part : contents.path(contents.size() - 1).path("parts")) {
            if (!get(part, "functionResponse", "function_response").isMissingNode()) {
                return true;
            }
        }
        return false;
    }

    private Format format() {
        if (!get(config, "responseMimeType", "response_mime_type").asText("").equals("application/json")) {
            return new Format.Text();
        }
        JsonNode json = get(config, "responseJsonSchema", "response_json_schema");
        JsonNode schema = json.isMissingNode() ? get(config, "responseSchema", "response_schema") : json;
        return schema.isObject() ? new Format.Schema(schema) : new Format.AnyJson();
    }
}
