package io.sluice.conformance.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reading, writing and walking JSON trees. Stateless and safe for any thread. */
public final class Json {
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    public static ArrayNode array() {
        return NODES.arrayNode();
    }

    /** The tree of a text, or empty when it is not one complete JSON value. */
    public static Optional<JsonNode> parse(String text) {
        try {
            return present(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The tree of UTF-8 bytes, or empty when they are not one complete JSON value. */
    public static Optional<JsonNode> parse(byte[] bytes) {
        try {
            return present(MAPPER.readTree(bytes));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node instanceof MissingNode ? Optional.empty() : Optional.of(node);
    }

    /** One line, no spaces. */
    public static String compact(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    public static String pretty(JsonNode node) {
        return node.toPrettyString();
    }

    /** False for absent, null, false, 0, "", [] and {}: what a loosely typed client takes for "nothing there". */
    public static boolean says(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.doubleValue() != 0;
            case STRING -> !node.textValue().isEmpty();
            case ARRAY, OBJECT -> !node.isEmpty();
            case BINARY, POJO -> true;
        };
    }

    /** Zero, or false, which stands for it. */
    public static boolean isZero(JsonNode node) {
        return node.isNumber() ? node.doubleValue() == 0 : node.isBoolean() && !node.booleanValue();
    }

    /** Every text in a tree, member names left out. */
    public static List<String> texts(JsonNode node) {
        List<String> found = new ArrayList<>();
        collectTexts(node, found);
        return found;
    }

    private static void collectTexts(JsonNode node, List<String> found) {
        if (node.isTextual()) {
            found.add(node.textValue());
        }
        node.forEach(child -> collectTexts(child, found));
    }

    /** Every member name in a tree. */
    public static Set<String> names(JsonNode node) {
        Set<String> found = new LinkedHashSet<>();
        collectNames(node, found);
        return found;
    }

    private static void collectNames(JsonNode node, Set<String> found) {
        node.fieldNames().forEachRemaining(found::add);
        node.forEach(child -> collectNames(child, found));
    }

    /** A copy in which every text and every member name went through {@code change}. */
    public static JsonNode mapTexts(JsonNode node, UnaryOperator<String> change) {
        if (node.isTextual()) {
            return NODES.textNode(change.apply(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode copy = array();
            node.forEach(child -> copy.add(mapTexts(child, change)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = object();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                copy.set(change.apply(member.getKey()), mapTexts(member.getValue(), change));
            }
            return copy;
        }
        return node;
    }
}
