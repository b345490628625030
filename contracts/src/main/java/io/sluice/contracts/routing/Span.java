package io.sluice.contracts.routing;

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
}
