package io.sluice.router.wire.realtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Events of the Realtime API: JSON objects with a {@code type}. Most are looked at for their type alone. */
final class RealtimeEvent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TYPE = "type";
    private static final String PICTURE = "input_image";

    private RealtimeEvent() {}

    /** Null for what is no event, or names its type twice: two readers might read two events in it. */
    static @Nullable String type(ByteBuffer message) {
        byte[] bytes = bytes(message);
        String[] type = new String[1];
        boolean[] twice = new boolean[1];
        try {
            int start = JsonBytes.skipSpace(bytes, 0, bytes.length);
            if (start >= bytes.length || bytes[start] != '{') {
                return null;
            }
            int end = JsonBytes.members(bytes, start, bytes.length, (nameStart, nameEnd, from, to) -> {
                if (JsonBytes.text(bytes, nameStart, nameEnd).equals(TYPE)) {
                    twice[0] |= type[0] != null;
                    type[0] = bytes[from] == '"' ? JsonBytes.text(bytes, from, to) : "";
                }
                return true;
            });
            boolean more = JsonBytes.skipSpace(bytes, end, bytes.length) < bytes.length;
            return twice[0] || more ? null : type[0];
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    /** How many pictures an event has, however their type is written. Throws {@link UncheckedIOException} as {@link #tree} does. */
    static int pictures(ByteBuffer message) {
        int count = 0;
        try (JsonParser json = JSON.createParser(bytes(message))) {
            for (JsonToken next = json.nextToken(); next != null; next = json.nextToken()) {
                if (next == JsonToken.VALUE_STRING
                        && TYPE.equals(json.currentName())
                        && PICTURE.equals(json.getText())) {
                    count++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    /** An event that {@link #type} knows. Throws {@link UncheckedIOException} for one with a number or a name of absurd length. */
    static ObjectNode tree(ByteBuffer message) {
        try {
            return (ObjectNode) JSON.readTree(bytes(message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ByteBuffer message(JsonNode event) {
        try {
            return ByteBuffer.wrap(JSON.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** What the client is told of a message that does not go on. */
    static ByteBuffer error(String code, String text) {
        ObjectNode event = object().put(TYPE, "error").put("event_id", "event_sluice");
        event.putObject("error")
                .put("type", "invalid_request_error")
                .put("code", code)
                .put("message", text)
                .putNull("param")
                .putNull("event_id");
        return message(event);
    }

    private static byte[] bytes(ByteBuffer message) {
        if (message.hasArray() && message.arrayOffset() == 0 && message.remaining() == message.array().length) {
            return message.array();
        }
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        return bytes;
    }
}
