package io.sluice.router.wire.openai;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing byte array whose content can be read in place. Not thread-safe. */
final class Bytes {

    private byte[] array;
    private int length;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    Bytes add(byte[] bytes) {
        return add(bytes, 0, bytes.length);
    }

    Bytes add(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, array, length, to - from);
        length += to - from;
        return this;
    }

    Bytes add(ByteBuffer bytes) {
        int more = bytes.remaining();
        ensure(more);
        bytes.get(array, length, more);
        length += more;
        return this;
    }

    /** Removes the first bytes. */
    void consume(int count) {
        System.arraycopy(array, count, array, 0, length - count);
        length -= count;
    }

    /** Hands the content over; this starts empty again. */
    ByteBuffer take() {
        ByteBuffer taken = ByteBuffer.wrap(array, 0, length);
        array = new byte[Math.max(256, length)];
        length = 0;
        return taken;
    }

    private void ensure(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        }
    }
}
