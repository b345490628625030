package io.sluice.accounting.keys;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a key is for; decides its allowed routes when the request names none (conformance cases keys/management-key, keys/read-only-key). */
enum KeyType {
    LLM_API("llm_api_routes"),
    MANAGEMENT("management_routes"),
    READ_ONLY("info_routes"),
    DEFAULT;

    private final List<String> routes;

    KeyType(String... routes) {
        this.routes = List.of(routes);
    }

    static Optional<KeyType> byName(String name) {
        return Arrays.stream(values()).filter(type -> type.json().equals(name)).findFirst();
    }

    String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> routes() {
        return routes;
    }
}
