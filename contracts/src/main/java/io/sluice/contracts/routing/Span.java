package io.sluice.contracts.routing;

import java.nio.ByteBuffer;

/**
 * A half-open range of bytes of a body.
 *
 * @param start first byte, or -1 when the thing is absent
 */
public record Span(int start, int end) {

    public static final Span ABSENT = new Span(-1, -1);

    public boolean present() {
        return start >= 0;
    }

    /** A copy of these bytes. @param body its position is where the offsets begin; it stays */
    public byte[] of(ByteBuffer body) {
        byte[] bytes = new byte[end - start];
        body.get(body.position() + start, bytes);
        return bytes;
    }
}
