package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.util.List;

/** Joins pieces of thinking blocks: a block ends with its signature or when the type changes. */
record ThinkingBlocks(ObjectNode message) {
    private static final List<String> TEXTS = List.of("thinking", "signature", "data");

    void add(JsonNode pieces) {
        ArrayNode blocks = message.has("thinking_blocks")
                ? WrongShape.list(message.get("thinking_blocks"))
                : message.putArray("thinking_blocks");
        for (JsonNode item : WrongShape.list(pieces)) {
            ObjectNode piece = WrongShape.required(item);
            ObjectNode last = blocks.isEmpty() ? null : (ObjectNode) blocks.get(blocks.size() - 1);
            JsonNode type = piece.has("type") ? piece.get("type") : Json.MAPPER.nullNode();
            if (last == null
                    || Json.says(last.path("signature")) && !Json.says(piece.path("signature"))
                    || !last.path("type").equals(type)) {
                last = blocks.addObject();
                last.set("type", type);
            }
            for (String name : TEXTS) {
                if (Json.says(piece.path(name))) {
                    WrongShape.append(last, name, WrongShape.text(piece.path(name)));
                }
            }
        }
    }
}
