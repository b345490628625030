package io.sluice.router.wire.gemini;

import io.sluice.router.wire.edit.ByteLines;
import java.nio.ByteBuffer;

/** The data of server-sent events that are one line each, as Google writes them, however the stream is chopped. Not thread-safe. */
final class DataLines {

    private static final String DATA = "data:";

    private final ByteLines lines = new ByteLines();

    /** Receives the data of an event in place. */
    @FunctionalInterface
    interface Receiver {
        void data(byte[] line, int from, int to);
    }

    void add(ByteBuffer bytes, Receiver receiver) {
        lines.add(bytes, (array, from, to) -> line(array, from, to, receiver));
    }

    /** What came after the last line end. */
    void end(Receiver receiver) {
        lines.end((array, from, to) -> line(array, from, to, receiver));
    }

    private static boolean line(byte[] array, int from, int to, Receiver receiver) {
        for (int i = 0; i < DATA.length(); i++) {
            if (from + i >= to || array[from + i] != DATA.charAt(i)) {
                return true;
            }
        }
        int start = from + DATA.length();
        while (start < to && array[start] == ' ') {
            start++;
        }
        receiver.data(array, start, to);
        return true;
    }

    int pendingBytes() {
        return lines.pendingBytes();
    }
}
