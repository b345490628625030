package io.sluice.gateway.routes;

/** Who may call a route. */
public enum Permission {
    /** Anybody, without a key. */
    PUBLIC("public_routes"),
    /** Any valid key: inference. */
    LLM("llm_api_routes"),
    /** Any valid key: reads about itself. */
    INFO("info_routes"),
    /** The proxy admin; keys, users and spend. */
    MANAGEMENT("management_routes"),
    /** The proxy admin; the installation itself. */
    ADMIN("master_key_only_routes");

    private final String group;

    Permission(String group) {
        this.group = group;
    }

    /** LiteLLM's name of the group ({@code LiteLLMRoutes}), which a key's {@code allowed_routes} may hold. */
    public String group() {
        return group;
    }
}
