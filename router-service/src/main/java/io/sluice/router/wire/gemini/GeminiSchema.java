package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A JSON schema as Google's {@code Schema}, a part of OpenAPI 3.0 (ai.google.dev/api/caching#Schema): references put in
 * place, {@code null} as {@code nullable}, a constant as the only value of an enumeration, and no keyword that it does not know.
 */
final class GeminiSchema {

    private static final Set<String> KNOWN = Set.of(
            "type",
            "format",
            "title",
            "description",
            "nullable",
            "enum",
            "items",
            "minItems",
            "maxItems",
            "properties",
            "propertyOrdering",
            "required",
            "minProperties",
            "maxProperties",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "example",
            "anyOf");

    /** A reference that leads back to itself ends here; Google has no word for recursion. */
    private static final int DEEPEST = 32;

    private final JsonNode root;

    private GeminiSchema(JsonNode root) {
        this.root = root;
    }

    static ObjectNode of(ObjectNode schema) {
        return new GeminiSchema(schema).schema(schema, 0);
    }

    private ObjectNode schema(JsonNode given, int depth) {
        ObjectNode schema = GeminiDialect.JSON.createObjectNode();
        JsonNode meant = resolved(given);
        if (depth > DEEPEST || !meant.isObject()) {
            return schema.put("type", "object");
        }
        meant.properties().forEach(member -> {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "properties" -> {
                    ObjectNode properties = schema.putObject("properties");
                    value.properties()
                            .forEach(property ->
                                    properties.set(property.getKey(), schema(property.getValue(), depth + 1)));
                }
                case "items" -> schema.set("items", schema(value.isArray() ? value.path(0) : value, depth + 1));
                case "anyOf", "oneOf" -> alternatives(schema, value, depth);
                case "allOf" -> value.forEach(part -> merge(schema, schema(part, depth + 1)));
                case "type" -> type(schema, value);
                case "const" -> schema.putArray("enum").add(value.asText());
                case "enum" -> values(schema, value);
                default -> {
                    if (KNOWN.contains(member.getKey())) {
                        schema.set(member.getKey(), value);
                    }
                }
            }
        });
        if (!schema.has("type") && !schema.has("anyOf")) {
            schema.put("type", schema.has("enum") ? "string" : schema.has("items") ? "array" : "object");
        }
        return schema;
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode meant = schema;
        for (int hops = 0; meant.path("$ref").isTextual() && hops < DEEPEST; hops++) {
            String reference = meant.path("$ref").asText();
            meant = reference.startsWith("#") ? root.at(reference.substring(1)) : GeminiDialect.JSON.missingNode();
        }
        return meant;
    }

    /** Several types are alternatives; {@code null} among them is a property of the others. */
    private static void type(ObjectNode schema, JsonNode type) {
        if (!type.isArray()) {
            schema.set("type", type);
            return;
        }
        ArrayNode others = GeminiDialect.JSON.createArrayNode();
        for (JsonNode one : type) {
            if (one.asText().equals("null")) {
                schema.put("nullable", true);
            } else {
                others.add(one);
            }
        }
        if (others.size() == 1) {
            schema.set("type", others.get(0));
        } else {
            ArrayNode alternatives = schema.putArray("anyOf");
            others.forEach(one -> alternatives.addObject().set("type", one));
        }
    }

    private void alternatives(ObjectNode schema, JsonNode given, int depth) {
        ArrayNode alternatives = GeminiDialect.JSON.createArrayNode();
        boolean nullable = false;
        for (JsonNode one : given) {
            if (resolved(one).path("type").asText().equals("null")) {
                nullable = true;
            } else {
                alternatives.add(schema(one, depth + 1));
            }
        }
        if (nullable) {
            alternatives.forEach(one -> ((ObjectNode) one).put("nullable", true));
        }
        if (!alternatives.isEmpty()) {
            schema.set("anyOf", alternatives);
        } else if (nullable) {
            schema.put("nullable", true);
        }
    }

    /** Google's enumerations hold texts; an empty one is refused. */
    private static void values(ObjectNode schema, JsonNode given) {
        ArrayNode values = GeminiDialect.JSON.createArrayNode();
        for (JsonNode value : given) {
            if (value.isNull()) {
                schema.put("nullable", true);
            } else if (!value.asText().isEmpty()) {
                values.add(value.asText());
            }
        }
        if (!values.isEmpty()) {
            schema.set("enum", values);
        }
    }

    private static void merge(ObjectNode schema, ObjectNode part) {
        part.properties().forEach(member -> {
            if (schema.path(member.getKey()) instanceof ObjectNode known
                    && member.getValue() instanceof ObjectNode more) {
                known.setAll(more);
            } else if (schema.path(member.getKey()) instanceof ArrayNode known
                    && member.getValue() instanceof ArrayNode more) {
                known.addAll(more);
            } else {
                schema.set(member.getKey(), member.getValue());
            }
        });
    }
}
