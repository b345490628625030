package io.sluice.configuration;

/** LiteLLM's {@code general_settings.store_model_in_db}, or the variable {@code STORE_MODEL_IN_DB}. */
public final class StoredModelSettings {

    private StoredModelSettings() {}

    /** Whether models are added, changed and removed while Sluice runs, and kept in its database. */
    public static boolean inDatabase(Configuration configuration) {
        return configuration
                .general()
                .bool("store_model_in_db")
                .or(() -> configuration
                        .environment()
                        .get("STORE_MODEL_IN_DB")
                        .map(text -> text.strip().equalsIgnoreCase("true")))
                .orElse(false);
    }
}
