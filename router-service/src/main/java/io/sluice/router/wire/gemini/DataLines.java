package io.sluice.router.wire.gemini;

import io.sluice.router.wire.edit.Bytes;
import java.nio.ByteBuffer;

/** The data of server-sent events that are one line each, as Google writes them, however the stream is chopped. Not thread-safe. */
final class DataLines {

    private static final String DATA = "data:";

    private final Bytes pending = new Bytes(1_024);

    /** Receives the data of an event in place. */
    @FunctionalInterface
    interface Receiver {
        void data(byte[] line, int from, int to);
    }

    void add(ByteBuffer bytes, Receiver receiver) {
        int searched = pending.length();
        pending.add(bytes);
        int consumed = 0;
        for (int at = searched; at < pending.length(); at++) {
            if (pending.array()[at] == '\n') {
                line(consumed, at, receiver);
                consumed = at + 1;
            }
        }
        pending.consume(consumed);
    }

    /** What came after the last line end. */
    void end(Receiver receiver) {
        line(0, pending.length(), receiver);
        pending.consume(pending.length());
    }

    private void line(int from, int lineEnd, Receiver receiver) {
        byte[] array = pending.array();
        int to = lineEnd > from && array[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        for (int i = 0; i < DATA.length(); i++) {
            if (from + i >= to || array[from + i] != DATA.charAt(i)) {
                return;
            }
        }
        int start = from + DATA.length();
        while (start < to && array[start] == ' ') {
            start++;
        }
        receiver.data(array, start, to);
    }

    int pendingBytes() {
        return pending.length();
    }
}
