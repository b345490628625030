package io.sluice.accounting.batches;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Finds the lines of a file that comes in pieces. Holds one line at most, and of one that is too long nothing. Not thread-safe. */
final class LineSplitter {

    /** Of one line: a prompt of a million tokens, or some pictures. */
    static final int LONGEST = 4 << 20;

    /** Takes the lines in order. */
    interface Receiver {

        /** @param line null: longer than {@link #LONGEST} */
        void line(int number, byte @Nullable [] line);
    }

    private final Receiver receiver;
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private boolean tooLong;
    private int number = 1;

    LineSplitter(Receiver receiver) {
        this.receiver = receiver;
    }

    void piece(byte[] bytes) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                keep(bytes, from, at);
                end();
                from = at + 1;
            }
        }
        keep(bytes, from, bytes.length);
    }

    /** A last line needs no end. */
    void end() {
        byte[] line = open.toByteArray();
        open.reset();
        if (tooLong) {
            receiver.line(number, null);
        } else if (!isBlank(line)) {
            receiver.line(number, line);
        }
        tooLong = false;
        number++;
    }

    private void keep(byte[] bytes, int from, int to) {
        if (!tooLong && open.size() + to - from <= LONGEST) {
            open.write(bytes, from, to - from);
        } else {
            tooLong = true;
            open.reset();
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
