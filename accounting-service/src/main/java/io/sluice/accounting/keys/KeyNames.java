package io.sluice.accounting.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Violations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which keys {@code /key/delete} is about.
 *
 * @param keys keys or their hashes, as the caller wrote them
 */
record KeyNames(List<String> keys, List<String> aliases) {

    /** @throws ApiException 422 for wrong types, 400 when nothing is named */
    static KeyNames read(byte @Nullable [] body) {
        JsonNode object = Json.object(body);
        Violations wrong = new Violations();
        KeyNames names = new KeyNames(texts(object, "keys", wrong), texts(object, "key_aliases", wrong));
        wrong.throwIfAny();
        if (names.keys.isEmpty() && names.aliases.isEmpty()) {
            throw ApiException.badRequest("Name the keys to delete in 'keys' or 'key_aliases'.", "keys");
        }
        return names;
    }

    List<String> hashes() {
        return keys.stream().map(KeyMaterial::hashOf).toList();
    }

    private static List<String> texts(JsonNode object, String name, Violations wrong) {
        JsonNode node = object.get(name);
        List<String> texts = new ArrayList<>();
        if (node != null && !node.isNull() && FieldType.TEXTS.read(node, wrong, name) instanceof List<?> list) {
            list.forEach(text -> texts.add((String) text));
        }
        return texts;
    }
}
