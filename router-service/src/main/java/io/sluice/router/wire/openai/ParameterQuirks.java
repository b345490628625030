package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Parameters whose values some providers want in a form of their own. */
final class ParameterQuirks {

    private static final int MAX_STOP_SEQUENCES = 4;

    private ParameterQuirks() {}

    static boolean applies(Set<String> quirks, String name) {
        return switch (name) {
            case "stop" -> quirks.contains("four-stops");
            case "tools" -> quirks.contains("clean-tool-schemas") || quirks.contains("strip-cache-control");
            case "reasoning_effort" -> quirks.contains("deepseek-thinking") || quirks.contains("mistral-reasoning");
            case "thinking" ->
                quirks.contains("deepseek-thinking")
                        || quirks.contains("mistral-reasoning")
                        || quirks.contains("thinking-as-effort");
            default -> false;
        };
    }

    static void edit(Set<String> quirks, int index, String name, BodyEditor editor) {
        JsonNode value = RequestRules.tree(editor.value(index));
        switch (name) {
            case "stop" -> {
                if (value instanceof ArrayNode stops && stops.size() > MAX_STOP_SEQUENCES) {
                    while (stops.size() > MAX_STOP_SEQUENCES) {
                        stops.remove(stops.size() - 1);
                    }
                    editor.replaceValue(index, RequestRules.json(stops));
                }
            }
            case "tools" -> tools(quirks, index, value, editor);
            default -> {
                if (quirks.contains("deepseek-thinking")) {
                    deepSeekThinking(index, name, value, editor);
                } else if (quirks.contains("mistral-reasoning")) {
                    // docs.mistral.ai/capabilities/reasoning: the mode is all that can be chosen
                    editor.drop(index);
                    editor.append("prompt_mode", RequestRules.json("reasoning"));
                } else {
                    editor.drop(index);
                    editor.append(
                            "reasoning_effort",
                            RequestRules.json(effort(value.path("budget_tokens").asLong())));
                }
            }
        }
    }

    private static void tools(Set<String> quirks, int index, JsonNode tools, BodyEditor editor) {
        for (JsonNode tool : tools) {
            if (quirks.contains("strip-cache-control") && tool instanceof ObjectNode object) {
                object.remove("cache_control");
            }
            if (quirks.contains("clean-tool-schemas")
                    && tool.path("function").path("parameters") instanceof ObjectNode schema) {
                schema.remove("$schema");
                if (quirks.contains("open-tool-schemas")) {
                    schema.remove("additionalProperties");
                }
            }
        }
        editor.replaceValue(index, RequestRules.json(tools));
    }

    /** LiteLLM's figures the other way round: {@code litellm-behaviour.md} 8.3. */
    private static String effort(long budget) {
        return budget <= 1_024 ? "low" : budget <= 2_048 ? "medium" : "high";
    }

    /** DeepSeek switches thinking on and off by an object: api-docs.deepseek.com/guides/thinking_mode (seen 2026-11-24). */
    private static void deepSeekThinking(int index, String name, JsonNode value, BodyEditor editor) {
        if (name.equals("thinking")) {
            if (value instanceof ObjectNode object) {
                object.remove("budget_tokens");
                editor.replaceValue(index, RequestRules.json(object));
            }
        } else if (value.asText().equals("none")) {
            editor.drop(index);
            editor.append(
                    "thinking",
                    RequestRules.json(RequestRules.JSON.createObjectNode().put("type", "disabled")));
        } else {
            editor.append(
                    "thinking",
                    RequestRules.json(RequestRules.JSON.createObjectNode().put("type", "enabled")));
        }
    }
}
