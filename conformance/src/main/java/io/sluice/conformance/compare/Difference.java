package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * One place at which a gateway differs.
 *
 * @param path member names and positions, joined by dots
 */
public record Difference(String path, JsonNode expected, JsonNode actual) {
    static final JsonNode ABSENT = TextNode.valueOf("(absent)");

    static Difference of(String path, String expected, String actual) {
        return new Difference(path, TextNode.valueOf(expected), TextNode.valueOf(actual));
    }

    Difference under(String prefix) {
        return new Difference(prefix + path, expected, actual);
    }
}
