package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.conformance.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One form for all ways to say the same: no nulls, nothing empty, one kind of number, JSON inside texts parsed. */
final class Canonical {
    private static final Set<String> EMPTY_TEXT_IS_ABSENT = Set.of("content", "refusal", "reasoning_content");
    private static final Set<String> TEXT_PARTS = Set.of("content", "system");
    private static final Set<String> SETS = Set.of("required", "enum");
    private static final Set<String> JSON_TEXTS = Set.of("arguments", "args_json", "partial_json");
    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    private Canonical() {}

    /** For what a client gets. */
    static JsonNode forClient(JsonNode value) {
        return of(value, "", false);
    }

    /** For what a provider gets: there, whether a stream reports usage is the gateway's own business. */
    static JsonNode forProvider(JsonNode value) {
        return of(value, "", true);
    }

    /** Google takes snake_case and camelCase, and the names of types in either case. */
    static JsonNode google(JsonNode value) {
        if (value.isArray()) {
            ArrayNode list = Json.array();
            value.forEach(v -> list.add(google(v)));
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode v = member.getValue();
            boolean type = member.getKey().equals("type") && v.isTextual();
            object.set(
                    SNAKE.matcher(member.getKey()).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT)),
                    google(type ? TextNode.valueOf(v.textValue().toLowerCase(Locale.ROOT)) : v));
        }
        return object;
    }

    private static JsonNode of(JsonNode value, String key, boolean provider) {
        return switch (value.getNodeType()) {
            case OBJECT -> object(value, provider);
            case ARRAY -> list(value, key, provider);
            case NUMBER -> DoubleNode.valueOf(value.doubleValue());
            case STRING -> JSON_TEXTS.contains(key) ? jsonText(value) : value;
            case MISSING -> NullNode.getInstance();
            case BOOLEAN, NULL, BINARY, POJO -> value;
        };
    }

    private static JsonNode object(JsonNode value, boolean provider) {
        ObjectNode kept = Json.object();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String name = member.getKey();
            if (provider && (name.equals("stream_options") || name.equals("stream") && isFalse(member.getValue()))) {
                continue;
            }
            JsonNode canonical = of(member.getValue(), name, provider);
            boolean nothing = canonical.isNull() || canonical.isContainerNode() && canonical.isEmpty();
            boolean emptyText = EMPTY_TEXT_IS_ABSENT.contains(name)
                    && canonical.isTextual()
                    && canonical.textValue().isEmpty();
            if (!nothing && !emptyText) {
                kept.set(name, canonical);
            }
        }
        return kept;
    }

    private static JsonNode list(JsonNode value, String key, boolean provider) {
        if (TEXT_PARTS.contains(key) && value.size() == 1 && isPlainText(value.get(0))) {
            return value.get(0).get("text");
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(v -> items.add(of(v, "", provider)));
        if (SETS.contains(key)) {
            items.sort(Comparator.comparing((JsonNode v) -> v.asText()).thenComparing(JsonNode::toString));
        }
        return Json.array().addAll(items);
    }

    private static boolean isPlainText(JsonNode part) {
        return part.isObject()
                && part.size() == 2
                && part.has("text")
                && part.path("type").asText().equals("text");
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static JsonNode jsonText(JsonNode value) {
        Optional<JsonNode> json = Json.parse(value.textValue().isEmpty() ? "{}" : value.textValue());
        ObjectNode wrapped = Json.object();
        json.ifPresent(j -> wrapped.set("$json", forClient(j)));
        return json.isPresent() ? wrapped : value;
    }
}
