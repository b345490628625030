package io.sluice.gateway.start;

import io.sluice.configuration.Configuration;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;

/**
 * LiteLLM's {@code GET /settings}, for the admin: which settings are made, by their names. Values stay here, since any of them may be a secret.
 */
final class SettingsPage {

    private SettingsPage() {}

    static Buffer of(Configuration configuration) {
        return new JsonObject()
                .put("source", configuration.source().map(Object::toString).orElse("environment"))
                .put("models", configuration.models().size())
                .put("general_settings", names(configuration.general().values().keySet()))
                .put("litellm_settings", names(configuration.litellm().values().keySet()))
                .put("router_settings", names(configuration.router().values().keySet()))
                .put("sluice_settings", names(configuration.sluice().values().keySet()))
                .toBuffer();
    }

    private static JsonArray names(Set<String> names) {
        JsonArray sorted = new JsonArray();
        new TreeSet<>(names).forEach(sorted::add);
        return sorted;
    }
}
