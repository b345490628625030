package io.sluice.router.wire.edit;

import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.routing.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds members of JSON objects by position. Throws {@link io.sluice.contracts.json.MalformedJsonException} on what is not JSON. */
public final class JsonSpans {

    private JsonSpans() {}

    /** The value of a member of the object that starts at {@code from}; {@link Span#ABSENT} without one. */
    public static Span member(byte[] json, int from, int to, String name) {
        int[] found = {-1, -1};
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int start = JsonBytes.skipSpace(json, from, to);
        JsonBytes.members(json, start, to, (nameStart, nameEnd, valueStart, valueEnd) -> {
            if (Arrays.equals(json, nameStart + 1, nameEnd - 1, wanted, 0, wanted.length)) {
                found[0] = valueStart;
                found[1] = valueEnd;
                return false;
            }
            return true;
        });
        return found[0] < 0 ? Span.ABSENT : new Span(found[0], found[1]);
    }

    /** The same of an object that is itself a member's value. */
    public static Span member(byte[] json, Span object, String name) {
        return object.equals(Span.ABSENT) || json[object.start()] != '{'
                ? Span.ABSENT
                : member(json, object.start(), object.end(), name);
    }

    /** The text of a string member; null when it is none. */
    public static @Nullable String text(byte[] json, Span value) {
        return value.equals(Span.ABSENT) || json[value.start()] != '"'
                ? null
                : JsonBytes.text(json, value.start(), value.end());
    }
}
