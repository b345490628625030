package io.sluice.simulator.answer;

/**
 * The simulator's tokenizer: one token for each begun 4 bytes of UTF-8. The input of a call is the text of all messages
 * (and of the system prompt) taken together; images, roles and tool definitions count nothing.
 */
public final class TokenCount {

    /** Bytes a token. */
    public static final int BYTES = 4;

    private TokenCount() {}

    /** Usage of {@code bytes} bytes. */
    public static int ofBytes(long bytes) {
        return (int) ((bytes + BYTES - 1) / BYTES);
    }

    /** Usage of a text. */
    public static int of(String text) {
        return ofBytes(bytes(text));
    }

    /** Length of a text in UTF-8. */
    public static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // each half of a surrogate pair stands for two of its four bytes
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /** The longest beginning of {@code text} that has at most {@code tokens} tokens and splits no character. */
    public static String cut(String text, int tokens) {
        return text.substring(0, end(text, 0, (long) tokens * BYTES));
    }

    /** Where a piece of {@code text} from {@code start} with at most {@code budget} bytes ends; it has one character at least. */
    static int end(String text, int start, long budget) {
        long left = budget;
        int at = start;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            left -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (left < 0) {
                break;
            }
            at += Character.charCount(point);
        }
        return at;
    }
}
