package io.sluice.contracts.routing;

import io.sluice.contracts.SeamJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What gateway and router tell each other beside the messages of a session: its name, a line feed, its JSON. */
public sealed interface SessionNote {

    /** {@link SessionListener#onAttempt}. */
    record Tried(Attempt attempt) implements SessionNote {}

    /** {@link SessionListener#onHead}; when it refuses, the text message behind it is the body. */
    record Head(
            int status,
            Map<String, String> headers,
            @Nullable RouteOutcome outcome) implements SessionNote {}

    /** {@link SessionListener#onTurn}. */
    record Wanted(Turn turn) implements SessionNote {}

    /** {@link RouteSession#granted}. */
    record Granted(int turn) implements SessionNote {}

    /** {@link SessionListener#onTurnEnd}. */
    record Ended(int turn, @Nullable Attempt attempt) implements SessionNote {}

    /** {@link SessionListener#onHold}. */
    record Held(boolean hold) implements SessionNote {}

    /** {@link SessionListener#onClose}. */
    record Closed(int code, String reason) implements SessionNote {}

    /** {@link RouteSession#cancel}. */
    record Left() implements SessionNote {}

    /** {@link SessionListener#onEnd}: nothing follows. */
    record Over(RouteOutcome outcome) implements SessionNote {}

    default byte[] bytes() {
        byte[] name = (getClass().getSimpleName() + '\n').getBytes(StandardCharsets.US_ASCII);
        byte[] json = this instanceof Left ? new byte[0] : SeamJson.bytes(this);
        byte[] both = Arrays.copyOf(name, name.length + json.length);
        System.arraycopy(json, 0, both, name.length, json.length);
        return both;
    }

    /** Throws {@link RuntimeException} for what no {@link #bytes} wrote. */
    static SessionNote of(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        byte[] json = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
        String name = new String(bytes, 0, end, StandardCharsets.US_ASCII);
        return switch (name) {
            case "Tried" -> SeamJson.read(json, Tried.class);
            case "Head" -> SeamJson.read(json, Head.class);
            case "Wanted" -> SeamJson.read(json, Wanted.class);
            case "Granted" -> SeamJson.read(json, Granted.class);
            case "Ended" -> SeamJson.read(json, Ended.class);
            case "Held" -> SeamJson.read(json, Held.class);
            case "Closed" -> SeamJson.read(json, Closed.class);
            case "Left" -> new Left();
            case "Over" -> SeamJson.read(json, Over.class);
            default -> throw new IllegalArgumentException("not a note of a session: " + name);
        };
    }
}
