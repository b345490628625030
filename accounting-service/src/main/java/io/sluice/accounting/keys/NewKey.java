package io.sluice.accounting.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Violations;
import org.jspecify.annotations.Nullable;

/** {@code new_key} of {@code /key/regenerate}: chosen by the caller, or made. */
final class NewKey {

    private NewKey() {}

    static String read(byte @Nullable [] body) {
        JsonNode node = Json.object(body).get("new_key");
        if (node == null || node.isNull()) {
            return KeyMaterial.generate();
        }
        if (!node.isTextual()) {
            throw Violations.single("string_type", "Input should be a valid string", "body", "new_key");
        }
        return KeyMaterial.chosen(node.textValue());
    }
}
