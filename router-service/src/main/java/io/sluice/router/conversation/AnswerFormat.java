package io.sluice.router.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the answer's text has to look like. */
public sealed interface AnswerFormat {

    record Text() implements AnswerFormat {}

    /** Any JSON object. */
    record Json() implements AnswerFormat {}

    /** @param strict null when not said */
    record Schema(
            String name,
            @Nullable String description,
            ObjectNode schema,
            @Nullable Boolean strict) implements AnswerFormat {}

    /** Takes {@code response_format} out of the parameters; also in the form that Google and Fireworks have, a schema beside the type. */
    static AnswerFormat take(Params params) {
        JsonNode format = params.take("response_format");
        JsonNode named = format.path("json_schema");
        if (named.path("schema") instanceof ObjectNode schema) {
            return new Schema(
                    named.path("name").asText("response"),
                    named.path("description").isTextual()
                            ? named.path("description").asText()
                            : null,
                    schema,
                    named.path("strict").isBoolean() ? named.path("strict").asBoolean() : null);
        }
        for (String member : new String[] {"response_schema", "schema"}) {
            if (format.path(member) instanceof ObjectNode schema) {
                return new Schema("response", null, schema, null);
            }
        }
        return switch (format.path("type").asText("")) {
            case "json_object", "json_schema" -> new Json();
            default -> new Text();
        };
    }
}
