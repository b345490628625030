package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Tool;
import io.sluice.router.conversation.ToolChoice;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tools and the choice among them in Google's words: ai.google.dev/api/caching#Tool. */
final class GeminiTools {

    /** Tools that Google runs, under its names and under those that other protocols have for the same. */
    private static final Map<String, String> HOSTED = Map.ofEntries(
            Map.entry("googleSearch", "googleSearch"),
            Map.entry("google_search", "googleSearch"),
            Map.entry("googleSearchRetrieval", "googleSearchRetrieval"),
            Map.entry("google_search_retrieval", "googleSearchRetrieval"),
            Map.entry("enterpriseWebSearch", "enterpriseWebSearch"),
            Map.entry("enterprise_web_search", "enterpriseWebSearch"),
            Map.entry("urlContext", "urlContext"),
            Map.entry("url_context", "urlContext"),
            Map.entry("googleMaps", "googleMaps"),
            Map.entry("google_maps", "googleMaps"),
            Map.entry("codeExecution", "codeExecution"),
            Map.entry("code_execution", "codeExecution"),
            Map.entry("computerUse", "computerUse"),
            Map.entry("computer_use", "computerUse"),
            Map.entry("fileSearch", "fileSearch"),
            Map.entry("file_search", "fileSearch"),
            Map.entry("retrieval", "retrieval"));

    private final Params params;
    private final boolean drop;
    private final ArrayNode tools = GeminiDialect.JSON.createArrayNode();
    private final ArrayNode functions = GeminiDialect.JSON.createArrayNode();

    GeminiTools(Params params, boolean drop) {
        this.params = params;
        this.drop = drop;
    }

    ArrayNode translate(List<Tool> given) {
        for (Tool tool : given) {
            switch (tool) {
                case Tool.Function function -> functions.add(function(function));
                case Tool.Hosted hosted -> hosted(hosted);
            }
        }
        if (params.take("web_search_options").isObject()) {
            tools.addObject().putObject("googleSearch");
        }
        if (!functions.isEmpty()) {
            ObjectNode declared = GeminiDialect.JSON.createObjectNode();
            declared.set("functionDeclarations", functions);
            tools.insert(0, declared);
        }
        return tools;
    }

    private static ObjectNode function(Tool.Function function) {
        ObjectNode declaration = GeminiDialect.JSON.createObjectNode().put("name", function.name());
        if (function.description() != null) {
            declaration.put("description", function.description());
        }
        ObjectNode schema = function.parameters();
        // an object without properties is refused; a function without parameters is not
        if (schema != null && !schema.isEmpty() && !takesNothing(schema)) {
            declaration.set("parameters", GeminiSchema.of(schema));
        }
        return declaration;
    }

    private static boolean takesNothing(ObjectNode schema) {
        return schema.path("type").asText().equals("object")
                && schema.path("properties").isEmpty()
                && !schema.has("anyOf")
                && !schema.has("allOf")
                && !schema.has("$ref");
    }

    private void hosted(Tool.Hosted hosted) {
        if (hosted.type().startsWith("web_search")) {
            tools.addObject().putObject("googleSearch");
            return;
        }
        boolean known = false;
        for (Map.Entry<String, JsonNode> member : hosted.json().properties()) {
            String name = HOSTED.get(member.getKey());
            if (name != null) {
                tools.addObject().set(name, member.getValue());
                known = true;
            } else if (member.getKey().equals("functionDeclarations")
                    || member.getKey().equals("function_declarations")) {
                member.getValue().forEach(functions::add);
                known = true;
            }
        }
        String byType = HOSTED.get(hosted.type());
        if (!known && byType != null) {
            tools.addObject().putObject(byType);
        } else if (!known) {
            untaken(hosted.type());
        }
    }

    private void untaken(String type) {
        if (!drop) {
            throw new UnsupportedRequestException("the tool of type '" + type + "' is not known to Gemini.", "tools");
        }
        params.note("tools." + type);
    }

    /**
     * Gemini calls as many tools as it likes. LiteLLM says so when there is more than one to call; with one it is only named.
     */
    void parallel(JsonNode parallel) {
        if (!parallel.isBoolean() || parallel.asBoolean()) {
            return;
        }
        if (functions.size() > 1 && !drop) {
            throw new UnsupportedRequestException(
                    "Gemini cannot be kept from calling several tools at once (parallel_tool_calls: false).",
                    "parallel_tool_calls");
        }
        params.note("parallel_tool_calls");
    }

    static @Nullable ObjectNode config(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Unsaid ignored -> null;
            case ToolChoice.Auto ignored -> mode("AUTO", List.of());
            case ToolChoice.None ignored -> mode("NONE", List.of());
            case ToolChoice.Required ignored -> mode("ANY", List.of());
            case ToolChoice.Named(String name) -> mode("ANY", List.of(name));
            case ToolChoice.Allowed(List<String> names, boolean required) ->
                required ? mode("ANY", names) : mode("AUTO", List.of());
        };
    }

    private static ObjectNode mode(String mode, List<String> names) {
        ObjectNode config = GeminiDialect.JSON.createObjectNode();
        ObjectNode calling = config.putObject("functionCallingConfig").put("mode", mode);
        if (!names.isEmpty()) {
            ArrayNode allowed = calling.putArray("allowedFunctionNames");
            names.forEach(allowed::add);
        }
        return config;
    }
}
