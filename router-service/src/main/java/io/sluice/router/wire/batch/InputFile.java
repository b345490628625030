package io.sluice.router.wire.batch;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The lines of a batch, found by where they begin: that number is their id at a provider, whose rules for ids the client's own need not keep. */
record InputFile(ByteBuffer content) {

    interface Receiver {

        /** @param offset of the line's first byte */
        void line(int number, int offset, byte[] line);
    }

    /** All lines that are not blank, counted from 1. */
    void each(Receiver receiver) {
        int number = 0;
        for (int offset = 0; offset < content.remaining(); ) {
            byte[] line = bytes(offset);
            number++;
            if (!isBlank(line)) {
                receiver.line(number, offset, line);
            }
            offset += line.length + 1;
        }
    }

    /** Empty when no line begins there. */
    Optional<byte[]> at(int offset) {
        boolean begins = offset >= 0
                && offset < content.remaining()
                && (offset == 0 || content.get(content.position() + offset - 1) == '\n');
        return begins ? Optional.of(bytes(offset)) : Optional.empty();
    }

    private byte[] bytes(int offset) {
        int start = content.position() + offset;
        int end = start;
        while (end < content.limit() && content.get(end) != '\n') {
            end++;
        }
        byte[] line = new byte[end - start];
        content.get(start, line);
        return line;
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
