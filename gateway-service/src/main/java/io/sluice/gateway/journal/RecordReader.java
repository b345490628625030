package io.sluice.gateway.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Decodes what {@link RecordWriter} wrote; one record at a time, in a buffer that is used again and again. For one thread. */
final class RecordReader {

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[4_096];
    private int length;
    private int at;

    /**
     * Takes the record's body from {@code position} of {@code from}.
     *
     * @param checksum the body has to have
     * @return false when it has another one
     */
    boolean load(ByteBuffer from, int position, int bodyLength, int checksum) {
        if (bytes.length < bodyLength) {
            bytes = new byte[Math.max(bytes.length * 2, bodyLength)];
        }
        from.get(position, bytes, 0, bodyLength);
        crc.reset();
        crc.update(bytes, 0, bodyLength);
        length = bodyLength;
        at = 1;
        return (int) crc.getValue() == checksum;
    }

    byte type() {
        return bytes[0];
    }

    long number() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[advance(1)];
            value |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0 && shift < Long.SIZE);
        return (value >>> 1) ^ -(value & 1);
    }

    boolean flag() {
        return bytes[advance(1)] != 0;
    }

    @Nullable
    String optionalText() {
        int size = (int) number() - 1;
        return size < 0 ? null : new String(bytes, advance(size), size, StandardCharsets.UTF_8);
    }

    String text() {
        String text = optionalText();
        if (text == null) {
            throw new IllegalStateException("a text is missing");
        }
        return text;
    }

    private int advance(int size) {
        int from = at;
        if (size > length - from) {
            throw new IllegalStateException("the record is shorter than its fields");
        }
        at = from + size;
        return from;
    }
}
