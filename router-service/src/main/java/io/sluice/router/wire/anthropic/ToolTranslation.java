package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Tool;
import io.sluice.router.conversation.ToolChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tools and tool choice in Anthropic's words. */
final class ToolTranslation {

    private ToolTranslation() {}

    static ArrayNode tools(List<Tool> tools) {
        ArrayNode translated = MessagesRequest.JSON.createArrayNode();
        for (Tool tool : tools) {
            switch (tool) {
                case Tool.Function function -> translated.add(function(function));
                // a provider's own tool (web_search_..., computer_...) is named by its type and passes
                case Tool.Hosted hosted -> translated.add(hosted.json());
            }
        }
        return translated;
    }

    private static ObjectNode function(Tool.Function function) {
        ObjectNode translated = MessagesRequest.JSON.createObjectNode().put("name", function.name());
        if (function.description() != null) {
            translated.put("description", function.description());
        }
        translated.set("input_schema", schema(function.parameters()));
        translated.put("type", "custom");
        if (function.cacheControl() != null) {
            translated.set("cache_control", function.cacheControl());
        }
        return translated;
    }

    private static ObjectNode schema(@Nullable ObjectNode parameters) {
        ObjectNode schema = parameters == null ? MessagesRequest.JSON.createObjectNode() : parameters.deepCopy();
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

    /** Anthropic refuses a history with tool calls when the request names no tools. */
    static ObjectNode placeholder() {
        ObjectNode tool = MessagesRequest.JSON
                .createObjectNode()
                .put("name", "dummy_tool")
                .put("type", "custom")
                .put("description", "This is a dummy tool call");
        tool.putObject("input_schema").put("type", "object").putObject("properties");
        return tool;
    }

    static @Nullable ObjectNode choice(ToolChoice choice, JsonNode parallel) {
        ObjectNode translated = MessagesRequest.JSON.createObjectNode();
        switch (choice) {
            case ToolChoice.Unsaid ignored -> {}
            case ToolChoice.Auto ignored -> translated.put("type", "auto");
            case ToolChoice.None ignored -> translated.put("type", "none");
            case ToolChoice.Required ignored -> translated.put("type", "any");
            case ToolChoice.Named(String name) -> translated.put("type", "tool").put("name", name);
            case ToolChoice.Allowed allowed -> translated.put("type", allowed.required() ? "any" : "auto");
        }
        if (parallel.isBoolean() && !parallel.asBoolean()) {
            if (translated.isEmpty()) {
                translated.put("type", "auto");
            }
            translated.put("disable_parallel_tool_use", true);
        }
        return translated.isEmpty() ? null : translated;
    }
}
