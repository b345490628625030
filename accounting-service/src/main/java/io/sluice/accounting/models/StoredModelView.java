package io.sluice.accounting.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.configuration.SecretNames;
import io.vertx.sqlclient.Row;
import java.util.Map;

/** A stored model in answers: LiteLLM's row of {@code LiteLLM_ProxyModelTable}, without secrets instead of with sealed ones. */
record StoredModelView(
        @JsonProperty("model_id") String id,
        @JsonProperty("model_name") String name,
        @JsonProperty("litellm_params") JsonNode params,
        @JsonProperty("model_info") JsonNode info,
        @JsonProperty("blocked") boolean blocked,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("created_by") String createdBy,
        @JsonProperty("updated_at") String updatedAt,
        @JsonProperty("updated_by") String updatedBy) {

    static StoredModelView of(Row row, ObjectNode params, ObjectNode given) {
        String id = row.getString("id");
        ObjectNode info = params.objectNode().put("id", id).put("db_model", true);
        info.setAll(given);
        return new StoredModelView(
                id,
                row.getString("model_name"),
                shown(params),
                shown(info),
                row.getBoolean("blocked"),
                row.getOffsetDateTime("created_at").toInstant().toString(),
                row.getString("created_by"),
                row.getOffsetDateTime("updated_at").toInstant().toString(),
                row.getString("updated_by"));
    }

    /** A copy without what is secret, however deep. */
    private static ObjectNode shown(ObjectNode settings) {
        ObjectNode copy = settings.deepCopy();
        strip(copy);
        return copy;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(SecretNames::isSecret)
                    .toList());
            object.properties().stream()
                    .filter(member -> member.getValue().isTextual())
                    .forEach(member -> member.setValue(TextNode.valueOf(
                            SecretNames.address(member.getValue().asText()))));
        }
        node.forEach(StoredModelView::strip);
    }
}
