package io.sluice.router.wire.edit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing byte array whose content can be read in place. Not thread-safe. */
public final class Bytes {

    private byte[] array;
    private int length;

    public Bytes(int capacity) {
        array = new byte[capacity];
    }

    /** What remains in a buffer, which stays as it is. */
    public static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    public Bytes add(byte[] bytes) {
        return add(bytes, 0, bytes.length);
    }

    public Bytes add(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, array, length, to - from);
        length += to - from;
        return this;
    }

    public Bytes add(ByteBuffer bytes) {
        int more = bytes.remaining();
        ensure(more);
        bytes.get(array, length, more);
        length += more;
        return this;
    }

    /** Forgets what comes after so many bytes. */
    void cut(int newLength) {
        length = Math.min(length, newLength);
    }

    /** Removes the first bytes. */
    public void consume(int count) {
        System.arraycopy(array, count, array, 0, length - count);
        length -= count;
    }

    /** Hands the content over; this starts empty again. */
    public ByteBuffer take() {
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
