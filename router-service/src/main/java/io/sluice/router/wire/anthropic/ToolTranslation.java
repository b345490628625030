package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Tools and tool choice in Anthropic's words. */
final class ToolTranslation {

    private ToolTranslation() {}

    static ArrayNode tools(JsonNode tools) {
        ArrayNode translated = MessagesRequest.JSON.createArrayNode();
        for (JsonNode tool : tools) {
            // a provider's own tool (web_search_..., computer_...) is named by its type and passes
            translated.add(tool.path("type").asText().equals("function") ? function(tool) : tool);
        }
        return translated;
    }

    private static ObjectNode function(JsonNode tool) {
        JsonNode function = tool.path("function");
        ObjectNode translated = MessagesRequest.JSON.createObjectNode();
        translated.set("name", function.path("name"));
        if (function.path("description").isTextual()) {
            translated.set("description", function.path("description"));
        }
        translated.set("input_schema", schema(function.path("parameters")));
        translated.put("type", "custom");
        for (JsonNode holder : new JsonNode[] {tool, function}) {
            if (holder.path("cache_control").isObject()) {
                translated.set("cache_control", holder.path("cache_control"));
            }
        }
        return translated;
    }

    private static ObjectNode schema(JsonNode parameters) {
        ObjectNode schema =
                parameters instanceof ObjectNode object ? object.deepCopy() : MessagesRequest.JSON.createObjectNode();
        schema.remove("$schema");
        schema.remove("strict");
        if (!schema.has("type")) {
            schema.put("type", "object");
        }
        if (!schema.has("properties")) {
            schema.putObject("properties");
        }
        return schema;
    }

    static ObjectNode placeholder() {
        ObjectNode tool = MessagesRequest.JSON
                .createObjectNode()
                .put("name", "dummy_tool")
                .put("type", "custom")
                .put("description", "This is a dummy tool call");
        tool.putObject("input_schema").put("type", "object").putObject("properties");
        return tool;
    }

    static @Nullable ObjectNode choice(JsonNode choice, JsonNode parallel) {
        ObjectNode translated = null;
        String type = switch (choice.asText("")) {
            case "auto" -> "auto";
            case "required" -> "any";
            case "none" -> "none";
            default -> "";
        };
        if (!type.isEmpty()) {
            translated = MessagesRequest.JSON.createObjectNode().put("type", type);
        } else if (choice.isObject()) {
            translated = MessagesRequest.JSON.createObjectNode().put("type", "tool");
            translated.set("name", choice.path("function").path("name"));
        }
        if (parallel.isBoolean() && !parallel.asBoolean()) {
            translated =
                    translated == null ? MessagesRequest.JSON.createObjectNode().put("type", "auto") : translated;
            translated.put("disable_parallel_tool_use", true);
        }
        return translated;
    }
}
