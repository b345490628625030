package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.AnswerFormat;
import io.sluice.router.conversation.Tool;
import io.sluice.router.conversation.ToolChoice;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tools and tool choice in Converse's words. One use. */
final class ConverseTools {

    private final boolean claude;
    private final ObjectNode modelFields;
    private final ArrayNode tools = ConverseRequest.JSON.createArrayNode();
    private @Nullable ObjectNode choice;

    /** @param modelFields where the tools go that Claude's maker runs, for which Converse has no word */
    ConverseTools(boolean claude, ObjectNode modelFields) {
        this.claude = claude;
        this.modelFields = modelFields;
    }

    /**
     * The model is made to answer by calling a tool with that schema.
     *
     * @param forced the model can be told which tool to call; otherwise it is only offered
     */
    void answerBy(AnswerFormat.Schema format, boolean forced) {
        ObjectNode spec = tools.addObject().putObject("toolSpec");
        spec.putObject("inputSchema").set("json", schema(format.schema()));
        spec.put("name", ConverseDecoder.JSON_TOOL).put("description", ConverseDecoder.JSON_TOOL);
        if (forced) {
            choice = ConverseRequest.JSON.createObjectNode();
            choice.putObject("tool").put("name", ConverseDecoder.JSON_TOOL);
        }
    }

    void add(List<Tool> asked) {
        for (Tool tool : asked) {
            switch (tool) {
                case Tool.Function function -> {
                    tools.addObject().set("toolSpec", spec(function));
                    if (function.cacheControl() != null) {
                        tools.add(CachePoint.of(function.cacheControl()));
                    }
                }
                case Tool.Hosted(String type, ObjectNode json) -> hosted(type, json);
            }
        }
    }

    private void hosted(String type, ObjectNode json) {
        if (json.has("toolSpec") || json.has("systemTool") || json.has("cachePoint")) {
            tools.add(json);
        } else if (claude) {
            modelFields.withArrayProperty("tools").add(json);
        } else {
            throw new UnsupportedRequestException(
                    "Bedrock does not know tools of type '" + type + "' for this model.", "tools");
        }
    }

    /** Nova looks things up by a tool of its own: docs.aws.amazon.com/nova/latest/userguide/grounding.html. */
    void search() {
        tools.addObject().putObject("systemTool").put("name", "nova_grounding");
    }

    void choose(ToolChoice asked) {
        if (choice != null || tools.isEmpty()) {
            return;
        }
        ObjectNode chosen = ConverseRequest.JSON.createObjectNode();
        switch (asked) {
            case ToolChoice.Unsaid ignored -> {}
            case ToolChoice.None ignored -> {}
            case ToolChoice.Auto ignored -> chosen.putObject("auto");
            case ToolChoice.Required ignored -> chosen.putObject("any");
            case ToolChoice.Named(String name) -> chosen.putObject("tool").put("name", name);
            case ToolChoice.Allowed allowed -> chosen.putObject(allowed.required() ? "any" : "auto");
        }
        choice = chosen.isEmpty() ? null : chosen;
    }

    Optional<ObjectNode> build() {
        if (tools.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode config = ConverseRequest.JSON.createObjectNode();
        config.set("tools", tools);
        if (choice != null) {
            config.set("toolChoice", choice);
        }
        return Optional.of(config);
    }

    private ObjectNode spec(Tool.Function function) {
        ObjectNode spec = ConverseRequest.JSON.createObjectNode();
        spec.putObject("inputSchema").set("json", schema(function.parameters()));
        spec.put("name", function.name());
        // a description may not be empty
        spec.put(
                "description",
                function.description() == null || function.description().isEmpty()
                        ? function.name()
                        : function.description());
        if (claude && Boolean.TRUE.equals(function.strict())) {
            spec.put("strict", true);
        }
        return spec;
    }

    /** Models other than Claude refuse what JSON Schema has beyond its core: references are put in place, the rest is left out. */
    private ObjectNode schema(@Nullable ObjectNode parameters) {
        ObjectNode schema = parameters == null ? ConverseRequest.JSON.createObjectNode() : parameters.deepCopy();
        JsonNode definitions = schema.has("$defs")
                ? schema.remove("$defs")
                : schema.has("definitions") ? schema.remove("definitions") : schema.path("$defs");
        schema.remove("$schema");
        if (!schema.has("type")) {
            schema.put("type", "object");
        }
        if (!schema.has("properties")) {
            schema.putObject("properties");
        }
        return (ObjectNode) SchemaRepair.of(schema, definitions, !claude);
    }
}
