package io.sluice.contracts.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over JSON text in a byte array (UTF-8) by position. Strict about structure (RFC 8259), without building anything. Every method
 * throws {@link MalformedJsonException} on text that is not JSON. Stateless.
 */
public final class JsonBytes {

    /** Deeper nesting is refused: nobody's request needs it, and it must not exhaust a parser behind us. */
    public static final int MAX_DEPTH = 512;

    /** Receives the members of an object, in order. Positions are offsets into the array. */
    @FunctionalInterface
    public interface MemberVisitor {

        /**
         * @param nameStart the opening quote of the name
         * @param nameEnd behind its closing quote
         * @return false to stop the walk
         */
        boolean member(int nameStart, int nameEnd, int valueStart, int valueEnd);
    }

    /** Receives the elements of an array, in order. */
    @FunctionalInterface
    public interface ElementVisitor {

        boolean element(int start, int end);
    }

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;

    private JsonBytes() {}

    public static int skipSpace(byte[] json, int from, int to) {
        int at = from;
        while (at < to && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
        return at;
    }

    /**
     * Visits the members of the object that starts at {@code from}.
     *
     * @return position behind the closing brace, or -1 when the visitor stopped the walk
     */
    public static int members(byte[] json, int from, int to, MemberVisitor visitor) {
        int at = expect(json, from, to, '{');
        at = skipSpace(json, at, to);
        if (at < to && json[at] == '}') {
            return at + 1;
        }
        while (true) {
            int nameStart = skipSpace(json, at, to);
            int nameEnd = skipString(json, nameStart, to);
            int valueStart = skipSpace(json, expect(json, skipSpace(json, nameEnd, to), to, ':'), to);
            int valueEnd = skipValue(json, valueStart, to);
            if (!visitor.member(nameStart, nameEnd, valueStart, valueEnd)) {
                return -1;
            }
            at = skipSpace(json, valueEnd, to);
            byte next = byteAt(json, at, to);
            if (next == '}') {
                return at + 1;
            }
            if (next != ',') {
                throw new MalformedJsonException("expected ',' or '}'", at);
            }
            at++;
        }
    }

    /** As {@link #members} for the array that starts at {@code from}. */
    public static int elements(byte[] json, int from, int to, ElementVisitor visitor) {
        int at = expect(json, from, to, '[');
        at = skipSpace(json, at, to);
        if (at < to && json[at] == ']') {
            return at + 1;
        }
        while (true) {
            int start = skipSpace(json, at, to);
            int end = skipValue(json, start, to);
            if (!visitor.element(start, end)) {
                return -1;
            }
            at = skipSpace(json, end, to);
            byte next = byteAt(json, at, to);
            if (next == ']') {
                return at + 1;
            }
            if (next != ',') {
                throw new MalformedJsonException("expected ',' or ']'", at);
            }
            at++;
        }
    }

    /** Position behind the value that starts at {@code from}; the value is checked to be well formed. */
    public static int skipValue(byte[] json, int from, int to) {
        return skipValue(json, from, to, 0);
    }

    private static int skipValue(byte[] json, int from, int to, int depth) {
        byte first = byteAt(json, from, to);
        return switch (first) {
            case '"' -> skipString(json, from, to);
            case '{' -> skipObject(json, from, to, depth + 1);
            case '[' -> skipArray(json, from, to, depth + 1);
            case 't' -> skipWord(json, from, to, "true");
            case 'f' -> skipWord(json, from, to, "false");
            case 'n' -> skipWord(json, from, to, "null");
            default -> skipNumber(json, from, to);
        };
    }

    private static int skipObject(byte[] json, int from, int to, int depth) {
        checkDepth(from, depth);
        int at = skipSpace(json, from + 1, to);
        if (byteAt(json, at, to) == '}') {
            return at + 1;
        }
        while (true) {
            at = skipString(json, skipSpace(json, at, to), to);
            at = skipSpace(json, expect(json, skipSpace(json, at, to), to, ':'), to);
            at = skipSpace(json, skipValue(json, at, to, depth), to);
            byte next = byteAt(json, at++, to);
            if (next == '}') {
                return at;
            }
            if (next != ',') {
                throw new MalformedJsonException("expected ',' or '}'", at - 1);
            }
        }
    }

    private static int skipArray(byte[] json, int from, int to, int depth) {
        checkDepth(from, depth);
        int at = skipSpace(json, from + 1, to);
        if (byteAt(json, at, to) == ']') {
            return at + 1;
        }
        while (true) {
            at = skipSpace(json, skipValue(json, skipSpace(json, at, to), to, depth), to);
            byte next = byteAt(json, at++, to);
            if (next == ']') {
                return at;
            }
            if (next != ',') {
                throw new MalformedJsonException("expected ',' or ']'", at - 1);
            }
        }
    }

    private static void checkDepth(int at, int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedJsonException("nested deeper than " + MAX_DEPTH, at);
        }
    }

    /** Position behind the closing quote of the string that starts at {@code from}. */
    public static int skipString(byte[] json, int from, int to) {
        int at = expect(json, from, to, '"');
        for (at = skipPlain(json, at, to); at < to; at = skipPlain(json, at, to)) {
            byte next = json[at];
            if (next == '"') {
                return at + 1;
            }
            if (next == '\\') {
                at = skipEscape(json, at, to);
            } else if (next >= 0 && next < 0x20) {
                throw new MalformedJsonException("control character in a string", at);
            } else {
                at++;
            }
        }
        throw new MalformedJsonException("a string does not end", from);
    }

    /**
     * Over characters that mean nothing special, eight at a time: most bytes of most requests are text in strings. Finds the first
     * quote, backslash or control character, or less than eight bytes before the end. (Subtracting borrows only from higher bytes, so
     * the lowest byte that is found is right.)
     */
    private static int skipPlain(byte[] json, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            long eight = (long) LITTLE_ENDIAN.get(json, at);
            long quote = eight ^ (ONES * '"');
            long backslash = eight ^ (ONES * '\\');
            long special = ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (eight - ONES * ' ') & ~eight)
                    & (ONES << 7);
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >> 3);
            }
            at += Long.BYTES;
        }
        return at;
    }

    private static int skipEscape(byte[] json, int at, int to) {
        byte escaped = byteAt(json, at + 1, to);
        switch (escaped) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                for (int i = at + 2; i < at + 6; i++) {
                    if (Character.digit(byteAt(json, i, to), 16) < 0) {
                        throw new MalformedJsonException("invalid \\u escape", i);
                    }
                }
                return at + 6;
            }
            default -> throw new MalformedJsonException("invalid escape", at);
        }
    }

    private static int skipWord(byte[] json, int from, int to, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt(json, from + i, to) != word.charAt(i)) {
                throw new MalformedJsonException("expected a value", from);
            }
        }
        return from + word.length();
    }

    private static int skipNumber(byte[] json, int from, int to) {
        int at = from;
        if (byteAt(json, at, to) == '-') {
            at++;
        }
        int digits = at;
        at = skipDigits(json, at, to);
        if (at == digits || (json[digits] == '0' && at > digits + 1)) {
            throw new MalformedJsonException("expected a value", from);
        }
        if (at < to && json[at] == '.') {
            at = skipFraction(json, at + 1, to);
        }
        if (at < to && (json[at] == 'e' || json[at] == 'E')) {
            at++;
            if (at < to && (json[at] == '+' || json[at] == '-')) {
                at++;
            }
            at = skipFraction(json, at, to);
        }
        return at;
    }

    private static int skipFraction(byte[] json, int from, int to) {
        int end = skipDigits(json, from, to);
        if (end == from) {
            throw new MalformedJsonException("a number lacks digits", from);
        }
        return end;
    }

    private static int skipDigits(byte[] json, int from, int to) {
        int at = from;
        while (at < to && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        return at;
    }

    private static int expect(byte[] json, int at, int to, char expected) {
        if (byteAt(json, at, to) != expected) {
            throw new MalformedJsonException("expected '" + expected + "'", at);
        }
        return at + 1;
    }

    private static byte byteAt(byte[] json, int at, int to) {
        if (at >= to) {
            throw new MalformedJsonException("the text ends too early", to);
        }
        return json[at];
    }

    /** Whether the name between the quotes is {@code name} (ASCII, written without escapes). */
    public static boolean nameIs(byte[] json, int nameStart, int nameEnd, byte[] name) {
        int length = name.length;
        return nameEnd - nameStart - 2 == length
                && java.util.Arrays.equals(json, nameStart + 1, nameEnd - 1, name, 0, length);
    }

    /** The decoded text of a string value. */
    public static String text(byte[] json, int start, int end) {
        boolean escaped = false;
        for (int i = start + 1; i < end - 1 && !escaped; i++) {
            escaped = json[i] == '\\';
        }
        String raw = new String(json, start + 1, end - start - 2, StandardCharsets.UTF_8);
        return escaped ? unescape(raw) : raw;
    }

    private static String unescape(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            switch (escape) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(escape);
            }
        }
        return text.toString();
    }
}
