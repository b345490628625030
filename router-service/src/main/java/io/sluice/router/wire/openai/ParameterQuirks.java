package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.edit.BodyEditor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Parameters whose values some providers want in a form of their own, or do not take. Of one request. */
final class ParameterQuirks {

    /** platform.openai.com/docs/api-reference/chat/create#stop (seen 2026-11-24); who speaks the dialect has the same limit. */
    private static final int MAX_STOP_SEQUENCES = 4;

    private static final double HIGHEST_TEMPERATURE = 1;

    private final Set<String> quirks;
    private final BodyEditor editor;
    private final List<String> notes;

    ParameterQuirks(Set<String> quirks, BodyEditor editor, List<String> notes) {
        this.quirks = quirks;
        this.editor = editor;
        this.notes = notes;
    }

    /** Whether the model takes the parameter, but not this value of it. */
    boolean refuses(int index, String name) {
        return switch (name) {
            case "temperature" -> is("temperature-one") && !valueIs(index, "1") && !valueIs(index, "1.0");
            case "reasoning_effort" ->
                (is("no-none-effort") && valueIs(index, "\"none\""))
                        || (is("no-minimal-effort") && valueIs(index, "\"minimal\""));
            case "tool_choice" -> is("auto-tool-choice") && !valueIs(index, "\"auto\"") && !valueIs(index, "\"none\"");
            default -> false;
        };
    }

    /** Brings a value into the provider's form; false when there is nothing to do. */
    boolean edit(int index, String name) {
        return switch (name) {
            case "stop" -> stops(index);
            case "tools" -> tools(index);
            case "tool_choice" -> toolChoice(index);
            case "temperature" -> temperature(index);
            case "reasoning_effort" -> effort(index);
            case "thinking" -> thinking(index);
            case "response_format" -> format(index);
            case "web_search_options" -> webSearch(index);
            default -> false;
        };
    }

    private boolean is(String quirk) {
        return quirks.contains(quirk);
    }

    private boolean valueIs(int index, String json) {
        return editor.valueIs(index, json);
    }

    private boolean drop(int index, String name) {
        editor.drop(index);
        notes.add(name);
        return true;
    }

    private boolean stops(int index) {
        if (!(RequestRules.tree(editor.value(index)) instanceof ArrayNode stops)
                || stops.size() <= MAX_STOP_SEQUENCES) {
            return false;
        }
        while (stops.size() > MAX_STOP_SEQUENCES) {
            stops.remove(stops.size() - 1);
        }
        notes.add("stop[" + MAX_STOP_SEQUENCES + "..]");
        editor.replaceValue(index, RequestRules.json(stops));
        return true;
    }

    private boolean tools(int index) {
        byte[] json = editor.value(index);
        boolean cacheControl = !is(MessageRules.TAKES_CACHE_CONTROL)
                && new String(json, StandardCharsets.ISO_8859_1).contains("\"cache_control\"");
        if (!cacheControl && !is("clean-tool-schemas") && !is("open-tool-schemas") && !is("loose-tool-schemas")) {
            return false;
        }
        if (is("browser-search") && editor.has("web_search_options")) {
            return false; // the search's tool joins them there
        }
        editor.replaceValue(index, RequestRules.json(cleaned(RequestRules.tree(json))));
        return true;
    }

    private JsonNode cleaned(JsonNode tools) {
        for (JsonNode tool : tools) {
            if (tool instanceof ObjectNode object && !is(MessageRules.TAKES_CACHE_CONTROL)) {
                object.remove("cache_control");
            }
            if (tool.path("function") instanceof ObjectNode function) {
                if (is("loose-tool-schemas") || is("open-tool-schemas")) {
                    function.remove("strict");
                }
                if (function.path("parameters") instanceof ObjectNode schema) {
                    clean(schema);
                }
            }
        }
        return tools;
    }

    private void clean(ObjectNode schema) {
        if (is("clean-tool-schemas")) {
            schema.remove("$schema");
        }
        if (is("open-tool-schemas")) {
            schema.remove("additionalProperties");
        }
    }

    private boolean toolChoice(int index) {
        if (is("tool-choice-any") && valueIs(index, "\"required\"")) {
            editor.replaceValue(index, RequestRules.json("any"));
            return true;
        }
        return (is("auto-tool-choice") && valueIs(index, "\"none\"") && drop(index, "tool_choice"))
                || (is("asks-for-tool") && valueIs(index, "\"required\"") && drop(index, "tool_choice"));
    }

    private boolean temperature(int index) {
        if (is("drop-temperature")) {
            return drop(index, "temperature");
        }
        if (is("temperature-to-one") && RequestRules.tree(editor.value(index)).asDouble() > HIGHEST_TEMPERATURE) {
            editor.replaceValue(index, RequestRules.json(1));
            notes.add("temperature");
            return true;
        }
        return false;
    }

    private boolean effort(int index) {
        if (is("deepseek-thinking")) {
            // DeepSeek switches thinking on and off by an object: api-docs.deepseek.com/guides/thinking_mode (seen
            // 2026-11-24)
            boolean off = valueIs(index, "\"none\"");
            if (off) {
                editor.drop(index);
            }
            editor.append(
                    "thinking",
                    RequestRules.json(RequestRules.JSON.createObjectNode().put("type", off ? "disabled" : "enabled")));
            return true;
        }
        if (is("mistral-reasoning")) {
            promptMode(index);
            return true;
        }
        if (is("high-or-none-effort") && !valueIs(index, "\"none\"")) {
            editor.replaceValue(index, RequestRules.json("high"));
            return true;
        }
        if (is("low-effort-at-least") && (valueIs(index, "\"minimal\"") || valueIs(index, "\"none\""))) {
            editor.replaceValue(index, RequestRules.json("low"));
            return true;
        }
        return false;
    }

    /** docs.mistral.ai/capabilities/reasoning: the mode is all that can be chosen. */
    private void promptMode(int index) {
        editor.drop(index);
        editor.append("prompt_mode", RequestRules.json("reasoning"));
    }

    private boolean thinking(int index) {
        if (is("mistral-reasoning")) {
            promptMode(index);
            return true;
        }
        JsonNode value = RequestRules.tree(editor.value(index));
        if (is("deepseek-thinking") && value instanceof ObjectNode object) {
            object.remove("budget_tokens");
            editor.replaceValue(index, RequestRules.json(object));
            return true;
        }
        if (is("thinking-as-effort")) {
            editor.drop(index);
            editor.append(
                    "reasoning_effort",
                    RequestRules.json(effort(value.path("budget_tokens").asLong())));
            return true;
        }
        return false;
    }

    /** LiteLLM's figures the other way round: {@code litellm-behaviour.md} 8.3. */
    private static String effort(long budget) {
        return budget <= 1_024 ? "low" : budget <= 2_048 ? "medium" : "high";
    }

    private boolean format(int index) {
        if (is("tools-or-format") && editor.has("tools")) {
            return drop(index, "response_format");
        }
        if (is("no-json-object") && type(index).equals("json_object")) {
            return drop(index, "response_format");
        }
        if (is(SchemaTool.QUIRK)) {
            JsonNode format = RequestRules.tree(editor.value(index));
            if (SchemaTool.isSchema(format)) {
                SchemaTool.ask(index, format, editor);
                return true;
            }
        }
        if (is("schema-as-message") && type(index).equals("json_schema")) {
            editor.replaceValue(
                    index,
                    RequestRules.json(RequestRules.JSON.createObjectNode().put("type", "json_object")));
            return true;
        }
        return false;
    }

    /** Groq searches by a tool of its own: console.groq.com/docs/browser-search (seen 2026-11-25). */
    private boolean webSearch(int index) {
        if (!is("browser-search")) {
            return false;
        }
        editor.drop(index);
        int given = editor.index("tools");
        ArrayNode tools = given >= 0 && cleaned(RequestRules.tree(editor.value(given))) instanceof ArrayNode clients
                ? clients
                : RequestRules.JSON.createArrayNode();
        tools.addObject().put("type", "browser_search");
        if (given >= 0) {
            editor.replaceValue(given, RequestRules.json(tools));
        } else {
            editor.append("tools", RequestRules.json(tools));
        }
        return true;
    }

    private String type(int index) {
        return RequestRules.tree(editor.value(index)).path("type").asText();
    }
}
