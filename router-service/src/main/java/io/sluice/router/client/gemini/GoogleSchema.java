package io.sluice.router.client.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.gemini.GoogleNames;
import java.util.Locale;
import java.util.Set;

/**
 * Google's form of a schema, a part of OpenAPI 3.0 (ai.google.dev/api/caching#Schema), as the JSON schema that everybody else reads: types in small
 * letters, {@code nullable} as a type, and numbers that protobuf writes as texts.
 */
final class GoogleSchema {

    private static final Set<String> COUNTS =
            Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");

    private GoogleSchema() {}

    static ObjectNode toJsonSchema(JsonNode schema) {
        ObjectNode translated = GeminiProtocol.JSON.createObjectNode();
        schema.properties()
                .forEach(member -> member(GoogleNames.camel(member.getKey()), member.getValue(), translated));
        if (GoogleNames.get(schema, "nullable").asBoolean(false)
                && translated.path("type").isTextual()) {
            String type = translated.path("type").asText();
            translated.putArray("type").add(type).add("null");
        }
        return translated;
    }

    private static void member(String name, JsonNode value, ObjectNode to) {
        switch (name) {
            case "nullable", "propertyOrdering", "example" -> {}
            case "type" -> to.set(name, type(value));
            case "properties" -> {
                ObjectNode properties = to.putObject(name);
                value.properties()
                        .forEach(property -> properties.set(property.getKey(), toJsonSchema(property.getValue())));
            }
            case "items", "additionalProperties" ->
                to.set(name, value.isObject() ? toJsonSchema(value) : value.deepCopy());
            case "anyOf", "oneOf", "allOf", "prefixItems" -> {
                ArrayNode list = to.putArray(name);
                value.forEach(one -> list.add(toJsonSchema(one)));
            }
            default -> to.set(name, COUNTS.contains(name) && value.isTextual() ? number(value) : value.deepCopy());
        }
    }

    private static JsonNode type(JsonNode type) {
        return type.isTextual()
                ? GeminiProtocol.JSON.getNodeFactory().textNode(type.asText().toLowerCase(Locale.ROOT))
                : type;
    }

    private static JsonNode number(JsonNode text) {
        return GeminiProtocol.JSON.getNodeFactory().numberNode(text.asLong());
    }
}
