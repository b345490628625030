package io.sluice.gateway.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one record into a buffer that is used again and again. A record is its body's length (4 bytes), the CRC32C of the body (4 bytes),
 * and the body: a type byte and fields. Numbers are zigzag varints; texts are UTF-8 behind their length plus one, 0 standing for none.
 * For one thread.
 */
final class RecordWriter {

    static final int HEADER = 8;

    /** Bytes of a text that are kept. Longer ones are no names; what is cut is cut in the ledger only. */
    static final int LONGEST_TEXT = 4_096;

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int CHECKSUM = 4;
    private static final int LONGEST_NUMBER = 10;

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[4_096];
    private int length;

    void start(byte type) {
        length = HEADER;
        bytes[length++] = type;
    }

    /** Completes the record. */
    void finish() {
        crc.reset();
        crc.update(bytes, HEADER, length - HEADER);
        INT.set(bytes, 0, length - HEADER);
        INT.set(bytes, CHECKSUM, (int) crc.getValue());
    }

    /** Valid until the next {@link #start}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void number(long value) {
        room(LONGEST_NUMBER);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void flag(boolean value) {
        room(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    void text(@Nullable String text) {
        if (text == null) {
            number(0);
            return;
        }
        int chars = text.length();
        if (chars > LONGEST_TEXT) {
            encoded(text.substring(0, LONGEST_TEXT));
            return;
        }
        room(chars + LONGEST_NUMBER);
        int start = length;
        number(chars + 1L);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = start;
                encoded(text);
                return;
            }
            to[at++] = (byte) c;
        }
        length = at;
    }

    private void encoded(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(utf8.length, LONGEST_TEXT);
        while (end < utf8.length && (utf8[end] & 0xc0) == 0x80) {
            end--;
        }
        room(end + LONGEST_NUMBER);
        number(end + 1L);
        System.arraycopy(utf8, 0, bytes, length, end);
        length += end;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
