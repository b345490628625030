package io.sluice.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.conformance.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an event stream into the form in which cases keep it: the data, or {@code [name, data]}. */
final class ServerSentEvents {
    private static final Pattern BLOCK_END = Pattern.compile("\r?\n\r?\n");

    private ServerSentEvents() {}

    static ArrayNode read(byte[] body) {
        ArrayNode events = Json.array();
        for (String block : BLOCK_END.split(new String(body, StandardCharsets.UTF_8), -1)) {
            if (!block.isBlank()) {
                JsonNode event = event(block);
                if (event != null) {
                    events.add(event);
                }
            }
        }
        return events;
    }

    /** Null for a block of comments. */
    private static @Nullable JsonNode event(String block) {
        String name = null;
        StringBuilder data = null;
        for (String line : block.lines().toList()) {
            String part = null;
            if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                part = line.substring(5).replaceFirst("^ +", "");
            } else if (!line.startsWith(":") && data == null && name == null) {
                part = "$unframed " + line;
            }
            if (part != null) {
                data = data == null
                        ? new StringBuilder(part)
                        : data.append('\n').append(part);
            }
        }
        String text = data == null ? "" : data.toString();
        JsonNode value = Json.parse(text).orElseGet(() -> TextNode.valueOf(text));
        if (name != null) {
            return Json.array().add(name).add(value);
        }
        return data == null ? null : value;
    }
}
