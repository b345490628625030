package io.sluice.bench.load;

/** Whether an answer is whole. A load whose answers are not is not measured but refused. */
@FunctionalInterface
public interface Expectation {

    boolean isMet(int status, byte[] body, int length);

    /** {@code times} occurrences of a text, and {@code end} at the end. */
    static Expectation holds(byte[] text, int times, byte[] end) {
        return (status, body, length) ->
                status == 200 && endsWith(body, length, end) && count(body, length, text) == times;
    }

    private static boolean endsWith(byte[] body, int length, byte[] end) {
        return length >= end.length && java.util.Arrays.equals(body, length - end.length, length, end, 0, end.length);
    }

    private static int count(byte[] body, int length, byte[] text) {
        int found = 0;
        for (int at = 0; at <= length - text.length; at++) {
            if (body[at] == text[0] && java.util.Arrays.equals(body, at, at + text.length, text, 0, text.length)) {
                found++;
                at += text.length - 1;
            }
        }
        return found;
    }
}
