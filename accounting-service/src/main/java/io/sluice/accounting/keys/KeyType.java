package io.sluice.accounting.keys;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a key is for; decides its allowed routes when the request names none (conformance cases keys/management-key, keys/read-only-key). */
enum KeyType {
    LLM_API,
    MANAGEMENT,
    READ_ONLY,
    DEFAULT;

    static Optional<KeyType> byName(String name) {
        return Arrays.stream(values()).filter(type -> type.json().equals(name)).findFirst();
    }

    String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> routes() {
        return switch (this) {
            case LLM_API -> List.of("llm_api_routes");
            case MANAGEMENT -> List.of("management_routes");
            case READ_ONLY -> List.of("info_routes");
            case DEFAULT -> List.of();
        };
    }
}
