package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;

/** A stream in which something has a kind that no client can read, a number for a text for instance. */
final class WrongShape extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongShape(String message) {
        super(message);
    }

    /** An object, or an empty one for nothing. */
    static ObjectNode object(JsonNode value) {
        if (!Json.says(value)) {
            return Json.object();
        }
        return required(value);
    }

    /** An object that has to be there. */
    static ObjectNode required(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new WrongShape("no object but " + value);
    }

    /** A list, or an empty one for nothing. */
    static ArrayNode list(JsonNode value) {
        if (!Json.says(value)) {
            return Json.array();
        }
        if (value instanceof ArrayNode list) {
            return list;
        }
        throw new WrongShape("no list but " + value);
    }

    /** A text, or an empty one for nothing. */
    static String text(JsonNode value) {
        if (!Json.says(value)) {
            return "";
        }
        return requiredText(value);
    }

    /** A text that has to be there. */
    static String requiredText(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        throw new WrongShape("no text but " + value);
    }

    /** A position, 0 when there is none. */
    static int position(JsonNode value) {
        if (value.isMissingNode()) {
            return 0;
        }
        if (value.isInt()) {
            return value.intValue();
        }
        throw new WrongShape("no position but " + value);
    }

    /** Adds to a text member that starts empty. */
    static void append(ObjectNode target, String name, String more) {
        JsonNode before = target.path(name);
        target.put(name, (before.isMissingNode() ? "" : requiredText(before)) + more);
    }
}
