package io.sluice.accounting.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.configuration.SecretNames;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stored model in answers: LiteLLM's row of {@code LiteLLM_ProxyModelTable}, without secrets instead of with sealed ones. */
final class StoredModelView {

    private StoredModelView() {}

    static Map<String, Object> of(Row row, ObjectNode params, ObjectNode given) {
        String id = row.getString("id");
        ObjectNode info = params.objectNode().put("id", id).put("db_model", true);
        info.setAll(given);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("model_id", id);
        view.put("model_name", row.getString("model_name"));
        view.put("litellm_params", shown(params));
        view.put("model_info", shown(info));
        view.put("blocked", row.getBoolean("blocked"));
        view.put("created_at", row.getOffsetDateTime("created_at").toInstant().toString());
        view.put("created_by", row.getString("created_by"));
        view.put("updated_at", row.getOffsetDateTime("updated_at").toInstant().toString());
        view.put("updated_by", row.getString("updated_by"));
        return view;
    }

    /** A copy without what is secret, however deep. */
    private static ObjectNode shown(ObjectNode settings) {
        ObjectNode copy = settings.deepCopy();
        SecretNames.strip(copy);
        return copy;
    }
}
