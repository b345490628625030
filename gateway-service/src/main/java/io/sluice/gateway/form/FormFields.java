package io.sluice.gateway.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The fields of a form as the JSON object that the same request would be without a file, so that all that reads requests reads forms too. A text
 * stays a text; a name that comes several times is a list. Only what the gateway itself reads gets its type: {@code stream}, numbers, and
 * objects that LiteLLM takes as JSON in a field.
 */
final class FormFields {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}");

    private FormFields() {}

    static byte[] json(Iterable<Map.Entry<String, String>> fields) {
        ObjectNode object = JSON.createObjectNode();
        for (Map.Entry<String, String> field : fields) {
            JsonNode value = value(field.getKey(), field.getValue());
            JsonNode before = object.get(field.getKey());
            if (before == null) {
                object.set(field.getKey(), value);
            } else if (before instanceof ArrayNode list) {
                list.add(value);
            } else {
                object.putArray(field.getKey()).add(before).add(value);
            }
        }
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode value(String name, String text) {
        return switch (name) {
            case "stream", "drop_params", "disable_fallbacks" -> flag(text);
            case "n", "num_retries", "timeout", "stream_timeout" ->
                NUMBER.matcher(text).matches() ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
            case "metadata", "litellm_metadata", "tags", "fallbacks", "cache", "extra_body" -> object(text);
            default -> TextNode.valueOf(text);
        };
    }

    /** The words that Python's validators take. */
    private static JsonNode flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> BooleanNode.TRUE;
            case "false", "0", "no", "off", "" -> BooleanNode.FALSE;
            default -> TextNode.valueOf(text);
        };
    }

    private static JsonNode object(String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException plainText) {
                return TextNode.valueOf(text);
            }
        }
        return TextNode.valueOf(text);
    }
}
