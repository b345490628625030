package io.sluice.router.wire.edit;

import java.nio.ByteBuffer;

/** Cuts a byte stream into lines, however it is chopped. Not thread-safe. */
public final class ByteLines {

    /** Receives the lines in place, without their ends. */
    @FunctionalInterface
    public interface Receiver {

        /** @return false to stop: nothing more of the stream is read */
        boolean line(byte[] array, int from, int to);
    }

    private final Bytes pending = new Bytes(1_024);
    private boolean stopped;

    /** Takes the bytes, and gives each line that is complete. */
    public void add(ByteBuffer bytes, Receiver receiver) {
        if (stopped) {
            return;
        }
        int consumed = 0;
        int searched = pending.length();
        pending.add(bytes);
        for (int at = searched; at < pending.length() && !stopped; at++) {
            if (pending.array()[at] == '\n') {
                line(consumed, at, receiver);
                consumed = at + 1;
            }
        }
        pending.consume(consumed);
    }

    /** Gives what came after the last line end, if anything did. */
    public void end(Receiver receiver) {
        if (!stopped && pending.length() > 0) {
            line(0, pending.length(), receiver);
            pending.consume(pending.length());
        }
    }

    private void line(int from, int lineEnd, Receiver receiver) {
        byte[] array = pending.array();
        int to = lineEnd > from && array[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        stopped = !receiver.line(array, from, to);
    }

    /** Of the line that is not complete yet. */
    public int pendingBytes() {
        return pending.length();
    }
}
