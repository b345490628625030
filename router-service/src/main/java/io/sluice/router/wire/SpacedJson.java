package io.sluice.router.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON as Python writes it, with a space after comma and colon: for texts that a model, a cache or a client has seen from LiteLLM before. */
public final class SpacedJson {

    private SpacedJson() {}

    public static String of(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        String separator = "";
        if (node.isObject()) {
            out.append('{');
            for (var member : node.properties()) {
                out.append(separator).append(TextNode.valueOf(member.getKey())).append(": ");
                write(member.getValue(), out);
                separator = ", ";
            }
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            for (JsonNode element : node) {
                out.append(separator);
                write(element, out);
                separator = ", ";
            }
            out.append(']');
        } else {
            out.append(node);
        }
    }
}
