package io.sluice.router.client.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Anthropic's parameters under OpenAI's names, which all wires know. A member that neither knows is the provider's own and passes. One use.
 */
final class OpenAiNames {

    /** They make Anthropic's service cheaper or faster and do not change what is asked: left out behind others, and named to the client. */
    private static final Set<String> HINTS =
            Set.of("context_management", "cache_control", "inference_geo", "speed", "betas", "anthropic_version");

    /** They change what the model can do: without them the answer would be another. */
    private static final Set<String> UNTRANSLATABLE = Set.of("mcp_servers", "container");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Target target;
    private final boolean agent;
    private final Set<String> refused;
    private final Map<String, JsonNode> names = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>(0);

    /**
     * @param agent the client is Claude Code, which sends {@code thinking} and an effort whatever the model is and stops at a refusal: where the
     *     model takes none of them, they are left out and named
     */
    OpenAiNames(Target target, boolean agent) {
        this.target = target;
        this.agent = agent;
        this.refused =
                target.provider().refused(target.knownModel(), target.card().capabilities());
    }

    Map<String, JsonNode> of(Map<String, JsonNode> members) {
        members.forEach((name, value) -> {
            if (!value.isNull()) {
                member(name, value);
            }
        });
        return names;
    }

    /** What was left out. */
    List<String> notes() {
        return notes;
    }

    private void member(String name, JsonNode value) {
        switch (name) {
            case "model", "stream" -> {}
            case "stop_sequences" -> put("stop", value, !value.isEmpty());
            case "tools" -> tools(value);
            case "tool_choice" -> toolChoice(value);
            case "thinking" -> thinking(value);
            case "output_config" -> outputConfig(value);
            case "output_format" -> format(value);
            case "metadata" ->
                put("user", value.path("user_id"), value.path("user_id").isTextual());
            case "service_tier" ->
                names.put(name, value.asText().equals("standard_only") ? NODES.textNode("default") : value);
            default -> {
                if (UNTRANSLATABLE.contains(name) && !target.dropParams()) {
                    throw new UnsupportedRequestException(
                            target.provider().name() + " has nothing like Anthropic's '" + name
                                    + "'; leave it out, or set drop_params",
                            name);
                } else if (HINTS.contains(name) || UNTRANSLATABLE.contains(name)) {
                    notes.add(name);
                } else {
                    names.put(name, value);
                }
            }
        }
    }

    private void put(String name, JsonNode value, boolean given) {
        if (given) {
            names.put(name, value);
        }
    }

    private void tools(JsonNode tools) {
        ArrayNode translated = NODES.arrayNode();
        for (JsonNode tool : tools) {
            String type = tool.path("type").asText("custom");
            if (type.startsWith("web_search_")) {
                names.put("web_search_options", webSearch(tool));
            } else if (type.equals("custom") || tool.path("input_schema").isObject()) {
                translated.add(function(tool));
            } else {
                translated.add(tool);
            }
        }
        put("tools", translated, !translated.isEmpty());
    }

    private static ObjectNode function(JsonNode tool) {
        ObjectNode translated = NODES.objectNode().put("type", "function");
        ObjectNode function = translated.putObject("function");
        function.put("name", tool.path("name").asText(""));
        copy(tool, "description", function, "description");
        copy(tool, "input_schema", function, "parameters");
        copy(tool, "strict", function, "strict");
        copy(tool, "cache_control", translated, "cache_control");
        return translated;
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String newName) {
        JsonNode value = from.path(name);
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(newName, value);
        }
    }

    /** What OpenAI's search cannot be told (domains, number of uses) is named. */
    private ObjectNode webSearch(JsonNode tool) {
        ObjectNode options = NODES.objectNode();
        JsonNode place = tool.path("user_location");
        if (place instanceof ObjectNode object) {
            ObjectNode approximate = object.deepCopy();
            approximate.remove("type");
            options.putObject("user_location").put("type", "approximate").set("approximate", approximate);
        }
        for (String untold : new String[] {"allowed_domains", "blocked_domains", "max_uses"}) {
            if (tool.has(untold)) {
                notes.add("tools.web_search." + untold);
            }
        }
        return options;
    }

    private void toolChoice(JsonNode choice) {
        if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
            if (refused.contains("parallel_tool_calls")) {
                notes.add("tool_choice.disable_parallel_tool_use");
            } else {
                names.put("parallel_tool_calls", NODES.booleanNode(false));
            }
        }
        switch (choice.path("type").asText("")) {
            case "auto" -> names.put("tool_choice", NODES.textNode("auto"));
            case "any" -> names.put("tool_choice", NODES.textNode("required"));
            case "none" -> names.put("tool_choice", NODES.textNode("none"));
            case "tool" -> {
                ObjectNode named = NODES.objectNode().put("type", "function");
                named.putObject("function").put("name", choice.path("name").asText(""));
                names.put("tool_choice", named);
            }
            default ->
                throw new UnsupportedRequestException(
                        "tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'", "tool_choice");
        }
    }

    /** A provider that takes {@code thinking} gets it; every other is told the effort that the budget stands for. */
    private void thinking(JsonNode thinking) {
        String type = thinking.path("type").asText("");
        if (type.equals("disabled")) {
            return;
        }
        if (!refused.contains("thinking")) {
            names.put("thinking", thinking);
        } else if (!names.containsKey("reasoning_effort")) {
            String effort = type.equals("enabled")
                    ? effort(thinking.path("budget_tokens").asLong())
                    : "medium";
            effort(NODES.textNode(effort), "thinking");
        }
    }

    private void effort(JsonNode effort, String asked) {
        if (agent && refused.contains("reasoning_effort")) {
            notes.add(asked);
        } else {
            names.put("reasoning_effort", effort);
        }
    }

    /** LiteLLM's figures the other way round: {@code litellm-behaviour.md} 8.3. */
    private static String effort(long budget) {
        return budget <= 1_024 ? "low" : budget <= 2_048 ? "medium" : "high";
    }

    private void outputConfig(JsonNode config) {
        JsonNode effort = config.path("effort");
        if (effort.isTextual()) {
            effort(effort, "output_config.effort");
        }
        if (config.path("format").isObject()) {
            format(config.path("format"));
        }
    }

    private void format(JsonNode format) {
        if (format.path("type").asText().equals("json_schema")) {
            ObjectNode translated = NODES.objectNode().put("type", "json_schema");
            ObjectNode schema = translated.putObject("json_schema").put("name", "structured_output");
            schema.set("schema", format.path("schema"));
            schema.put("strict", true);
            names.put("response_format", translated);
        }
    }
}
