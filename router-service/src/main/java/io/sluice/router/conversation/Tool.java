package io.sluice.router.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that the model may call. */
public sealed interface Tool {

    /**
     * A function of the client's.
     *
     * @param parameters JSON schema; null when the client gives none
     * @param strict the arguments have to fit the schema; null when not said
     */
    record Function(
            String name,
            @Nullable String description,
            @Nullable ObjectNode parameters,
            @Nullable Boolean strict,
            @Nullable ObjectNode cacheControl)
            implements Tool {}

    /** A tool that the provider itself runs ({@code web_search_20250305}, {@code googleSearch} ...), in the provider's words. */
    record Hosted(String type, ObjectNode json) implements Tool {}

    /**
     * Takes {@code tools} and the legacy {@code functions} out of the parameters.
     *
     * @throws UnsupportedRequestException when it is no list of tools
     */
    static List<Tool> take(Params params) {
        List<Tool> tools = new ArrayList<>();
        list(params.take("tools"), "tools").forEach(tool -> tools.add(of(tool)));
        list(params.take("functions"), "functions").forEach(function -> tools.add(function(function, function)));
        return tools;
    }

    /**
     * The elements of a parameter; none when it is not given.
     *
     * @throws UnsupportedRequestException when it is no list of objects
     */
    static List<ObjectNode> list(JsonNode tools, String name) {
        if (!tools.isMissingNode() && !tools.isNull() && !tools.isArray()) {
            throw new UnsupportedRequestException(name + ": Input should be a valid list", name);
        }
        List<ObjectNode> list = new ArrayList<>();
        for (JsonNode tool : tools) {
            if (!(tool instanceof ObjectNode object)) {
                throw new UnsupportedRequestException(name + ": Input should be a list of objects", name);
            }
            list.add(object);
        }
        return list;
    }

    private static Tool of(ObjectNode tool) {
        JsonNode function = tool.path("function");
        if (function.isObject()) {
            return function(function, tool);
        }
        String type = tool.path("type").asText("");
        return type.equals("function") && tool.path("name").isTextual() ? function(tool, tool) : new Hosted(type, tool);
    }

    private static Function function(JsonNode function, JsonNode holder) {
        JsonNode mark =
                holder.path("cache_control").isObject() ? holder.path("cache_control") : function.path("cache_control");
        return new Function(
                function.path("name").asText(""),
                function.path("description").isTextual()
                        ? function.path("description").asText()
                        : null,
                function.path("parameters") instanceof ObjectNode schema ? schema : null,
                function.path("strict").isBoolean() ? function.path("strict").asBoolean() : null,
                mark instanceof ObjectNode object ? object : null);
    }
}
