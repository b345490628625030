package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON schema without references and, where they are not taken, without closed objects. A schema that refers to itself is cut where it does so. */
final class SchemaRepair {

    private static final int DEEPEST = 32;

    private SchemaRepair() {}

    /** @param open leave {@code additionalProperties} out */
    static JsonNode of(JsonNode schema, JsonNode definitions, boolean open) {
        return repaired(schema, definitions, open, 0);
    }

    private static JsonNode repaired(JsonNode schema, JsonNode definitions, boolean open, int depth) {
        if (schema instanceof ArrayNode list) {
            ArrayNode repaired = list.arrayNode(list.size());
            list.forEach(element -> repaired.add(repaired(element, definitions, open, depth + 1)));
            return repaired;
        }
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        JsonNode reference = object.path("$ref");
        if (reference.isTextual()) {
            String name = reference.asText().substring(reference.asText().lastIndexOf('/') + 1);
            JsonNode definition = definitions.path(name);
            return definition.isMissingNode() || depth > DEEPEST
                    ? object.objectNode().put("type", "object")
                    : repaired(definition, definitions, open, depth + 1);
        }
        ObjectNode repaired = object.objectNode();
        object.properties().forEach(member -> {
            if (!(open
                    && member.getKey().equals("additionalProperties")
                    && member.getValue().isBoolean())) {
                repaired.set(member.getKey(), repaired(member.getValue(), definitions, open, depth + 1));
            }
        });
        return repaired;
    }
}
