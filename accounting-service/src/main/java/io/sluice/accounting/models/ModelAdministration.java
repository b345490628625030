package io.sluice.accounting.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.accounting.access.ApiException;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.SealException;
import io.sluice.configuration.SecretBox;
import io.sluice.configuration.StoredModelSettings;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Changes of stored models by the holder of the master key. Blocks its (virtual) thread. */
@ApplicationScoped
class ModelAdministration {

    /** LiteLLM's name for the holder of the master key (litellm-behaviour 4.2). */
    private static final String ADMIN = "default_user_id";

    private static final Logger LOG = Logger.getLogger(ModelAdministration.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ATTEMPTS = 5;

    private final ModelStore store;
    private final Configuration configuration;
    private final Optional<SecretBox> box;

    ModelAdministration(ModelStore store, Configuration configuration) {
        this.store = store;
        this.configuration = configuration;
        this.box = SecretBox.of(configuration);
    }

    /** A model as its administrator sees it, and the revision from which on it is so. */
    record Changed(Map<String, Object> model, long revision) {

        static Changed of(Row row, ObjectNode params, ObjectNode info) {
            return new Changed(StoredModelView.of(row, params, info), row.getLong("revision"));
        }
    }

    Changed add(ModelRequest request) {
        SecretBox seals = ready();
        String id = request.id().orElseGet(() -> UUID.randomUUID().toString());
        requireNotOfTheFile(id);
        Row row = store.insert(
                id,
                content(
                        seals,
                        id,
                        request.name().orElseThrow(),
                        request.params(),
                        request.info(),
                        request.blocked().orElse(false)),
                ADMIN);
        LOG.infof("Model added: %s as %s (id %s)", row.getString("model"), row.getString("model_name"), id);
        return Changed.of(row, request.params(), request.info());
    }

    /** Members that the request has replace those that are stored; the others stay. */
    Changed update(String id, ModelRequest request) {
        SecretBox seals = ready();
        requireNotOfTheFile(id);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Row old = store.find(id).orElseThrow(() -> ApiException.notFound("Model " + id + " not found on proxy."));
            ObjectNode params = params(seals, old);
            params.setAll(request.params());
            ObjectNode info = json(old.getJsonObject("info").encode());
            info.setAll(request.info());
            Optional<Row> row = store.update(
                    id,
                    old.getLong("version"),
                    content(
                            seals,
                            id,
                            request.name().orElse(old.getString("model_name")),
                            params,
                            info,
                            request.blocked().orElse(old.getBoolean("blocked"))),
                    ADMIN);
            if (row.isPresent()) {
                LOG.infof("Model changed: id %s", id);
                return Changed.of(row.get(), params, info);
            }
        }
        throw ApiException.error(409, "Model " + id + " is changed by others at the moment.", "conflict", null);
    }

    /** @return the revision from which on it is gone */
    long delete(String id) {
        ready();
        requireNotOfTheFile(id);
        Row row = store.delete(id)
                .orElseThrow(() -> ApiException.badRequest("Model with id=" + id + " not found in db", "id"));
        LOG.infof("Model deleted: id %s", id);
        return row.getLong("revision");
    }

    private SecretBox ready() {
        if (!StoredModelSettings.inDatabase(configuration)) {
            throw ApiException.badRequest(
                    "Set `STORE_MODEL_IN_DB='True'` in your env, or general_settings.store_model_in_db: true, to enable this"
                            + " feature.",
                    null);
        }
        return box.orElseThrow(() -> ApiException.error(
                500,
                "The secrets of models cannot be sealed: set LITELLM_SALT_KEY to the same value for accounting and routers.",
                "internal_server_error",
                null));
    }

    private void requireNotOfTheFile(String id) {
        if (configuration.models().stream().anyMatch(entry -> entry.id().equals(id))) {
            throw ApiException.badRequest(
                    "Can't edit model. Model in config. Store model in db via `/model/new`. to edit.", "model_info");
        }
    }

    private static ModelStore.Content content(
            SecretBox seals, String id, String name, ObjectNode params, ObjectNode info, boolean blocked) {
        return new ModelStore.Content(
                name, params.path("model").asText(), seals.seal(params.toString(), id), info, blocked);
    }

    private static ObjectNode params(SecretBox seals, Row row) {
        String id = row.getString("id");
        try {
            return json(seals.open(row.getString("params"), id));
        } catch (SealException e) {
            throw ApiException.badRequest(
                    "Model " + id + " cannot be changed: " + e.reason() + ". Delete it and add it again.", "id");
        }
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what the books wrote is no JSON", e);
        }
    }
}
