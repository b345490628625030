package io.sluice.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * A value that fits a JSON schema as far as tools and structured outputs use one: type, properties, items, enum, const,
 * anyOf/oneOf, minimum, local $ref. Patterns and lengths are not looked at.
 */
public final class Sample {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 8;

    private final JsonNode root;

    private Sample(JsonNode root) {
        this.root = root;
    }

    /** A value for {@code schema}; an empty object when there is none. */
    public static JsonNode of(JsonNode schema, long hash) {
        return schema.isObject() && !schema.isEmpty() ? new Sample(schema).value(schema, hash, 0) : NODES.objectNode();
    }

    private JsonNode value(JsonNode schema, long hash, int depth) {
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            JsonNode choices = schema.get("enum");
            return choices.get((int) Math.floorMod(hash, (long) choices.size()));
        }
        if (schema.has("$ref")) {
            return depth > DEEPEST ? NODES.nullNode() : value(resolve(schema), hash, depth + 1);
        }
        for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (schema.path(choice).has(0)) {
                return value(schema.path(choice).get(0), hash, depth + 1);
            }
        }
        return typed(schema, hash, depth);
    }

    private JsonNode typed(JsonNode schema, long hash, int depth) {
        JsonNode type = schema.path("type");
        String name = (type.isArray() ? type.path(0) : type)
                .asText(schema.has("properties") ? "object" : "string")
                .toLowerCase(Locale.ROOT); // Google writes types in capitals
        return switch (name) {
            case "object" -> object(schema, hash, depth);
            case "array" -> array(schema, hash, depth);
            case "integer" -> NODES.numberNode(schema.path("minimum").asLong(Math.floorMod(hash, 100L)));
            case "number" -> NODES.numberNode(schema.path("minimum").asDouble(Math.floorMod(hash, 1000L) / 10.0));
            case "boolean" -> NODES.booleanNode((hash & 1) == 0);
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(Words.word(hash));
        };
    }

    private JsonNode object(JsonNode schema, long hash, int depth) {
        ObjectNode object = NODES.objectNode();
        if (depth <= DEEPEST) {
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                object.set(
                        property.getKey(), value(property.getValue(), hash + Words.hash(property.getKey()), depth + 1));
            }
        }
        return object;
    }

    private JsonNode array(JsonNode schema, long hash, int depth) {
        ArrayNode array = NODES.arrayNode();
        int size = depth > DEEPEST ? 0 : Math.max(1, schema.path("minItems").asInt(1));
        for (int i = 0; i < size; i++) {
            array.add(value(schema.path("items"), hash + i, depth + 1));
        }
        return array;
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#") ? root.at(reference.substring(1)) : NODES.missingNode();
    }
}
