package io.sluice.router.client.responses;

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

/** Parameters of the Responses API under their names in chat completions, which all wires know. One use. */
final class ChatNames {

    /** They concern OpenAI's own keeping of responses, and what it adds to them. */
    private static final Set<String> NOT_FOR_OTHERS = Set.of(
            "model", "stream", "stream_options", "include", "store", "truncation", "metadata", "client_metadata");

    /** They need what OpenAI keeps. */
    private static final Set<String> STATE = Set.of("previous_response_id", "conversation", "prompt");

    /** Left out and named where a provider does not take them: every call of Codex has them. */
    private static final Set<String> HINTS =
            Set.of("prompt_cache_key", "prompt_cache_retention", "safety_identifier", "verbosity");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Target target;
    private final Set<String> refused;
    private final Map<String, JsonNode> names = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>(0);

    ChatNames(Target target) {
        this.target = target;
        this.refused =
                target.provider().refused(target.knownModel(), target.card().capabilities());
    }

    Map<String, JsonNode> of(Map<String, JsonNode> members) {
        members.forEach((name, value) -> {
            if (!value.isNull() && !NOT_FOR_OTHERS.contains(name)) {
                member(name, value);
            }
        });
        if (!names.containsKey("tools")) {
            names.remove("tool_choice");
            names.remove("parallel_tool_calls");
        }
        return names;
    }

    /** What was left out. */
    List<String> notes() {
        return notes;
    }

    private void member(String name, JsonNode value) {
        if (STATE.contains(name) || (name.equals("background") && value.asBoolean(false))) {
            throw new UnsupportedRequestException(
                    "'" + name + "' needs a response that is kept, and Sluice keeps none for models of "
                            + target.provider().name() + "; send the whole conversation in 'input'",
                    name);
        }
        switch (name) {
            case "background" -> {}
            case "max_output_tokens" -> names.put("max_tokens", value);
            case "max_tool_calls" -> notes.add(name);
            case "reasoning" -> {
                if (value.path("effort").isTextual()) {
                    names.put("reasoning_effort", value.path("effort"));
                }
            }
            case "text" -> text(value);
            case "tools" -> tools(value);
            case "tool_choice" -> toolChoice(value);
            case "top_logprobs" -> {
                names.put("logprobs", NODES.booleanNode(true));
                names.put(name, value);
            }
            default -> hint(name, value);
        }
    }

    private void hint(String name, JsonNode value) {
        if (HINTS.contains(name) && refused.contains(name)) {
            notes.add(name);
        } else {
            names.put(name, value);
        }
    }

    private void text(JsonNode text) {
        if (text.path("verbosity").isTextual()) {
            hint("verbosity", text.path("verbosity"));
        }
        JsonNode format = text.path("format");
        switch (format.path("type").asText("text")) {
            case "json_object" ->
                names.put("response_format", NODES.objectNode().put("type", "json_object"));
            case "json_schema" -> {
                ObjectNode schema = ((ObjectNode) format).deepCopy();
                schema.remove("type");
                ObjectNode translated = NODES.objectNode().put("type", "json_schema");
                translated.set("json_schema", schema);
                names.put("response_format", translated);
            }
            default -> {}
        }
    }

    private void tools(JsonNode tools) {
        ArrayNode translated = NODES.arrayNode();
        for (JsonNode tool : tools) {
            String type = tool.path("type").asText("");
            if (type.equals("function") && tool instanceof ObjectNode function) {
                ObjectNode body = function.deepCopy();
                body.remove("type");
                translated.addObject().put("type", "function").set("function", body);
            } else if (type.startsWith("web_search") && !refused.contains("web_search_options")) {
                names.put("web_search_options", webSearch(tool));
            } else {
                notes.add("tools." + type);
            }
        }
        if (!translated.isEmpty()) {
            names.put("tools", translated);
        }
    }

    private static ObjectNode webSearch(JsonNode tool) {
        ObjectNode options = NODES.objectNode();
        if (tool.path("search_context_size").isTextual()) {
            options.set("search_context_size", tool.path("search_context_size"));
        }
        if (tool.path("user_location") instanceof ObjectNode object) {
            ObjectNode approximate = object.deepCopy();
            approximate.remove("type");
            options.putObject("user_location").put("type", "approximate").set("approximate", approximate);
        }
        return options;
    }

    private void toolChoice(JsonNode choice) {
        if (choice.isTextual()) {
            names.put("tool_choice", choice);
            return;
        }
        switch (choice.path("type").asText("")) {
            case "function" -> names.put("tool_choice", named(choice));
            case "allowed_tools" -> {
                ObjectNode translated = NODES.objectNode().put("type", "allowed_tools");
                ObjectNode allowed = translated.putObject("allowed_tools");
                allowed.put("mode", choice.path("mode").asText("auto"));
                ArrayNode tools = allowed.putArray("tools");
                choice.path("tools").forEach(tool -> tools.add(named(tool)));
                names.put("tool_choice", translated);
            }
            default -> notes.add("tool_choice");
        }
    }

    private static ObjectNode named(JsonNode tool) {
        ObjectNode named = NODES.objectNode().put("type", "function");
        named.putObject("function").put("name", tool.path("name").asText(""));
        return named;
    }
}
