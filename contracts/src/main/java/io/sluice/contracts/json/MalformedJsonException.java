package io.sluice.contracts.json;

/** Text that is not JSON. Cheap: no stack trace, since clients cause it at will. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    public MalformedJsonException(String what, int offset) {
        super(what + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /** Byte offset of the fault. */
    public int offset() {
        return offset;
    }
}
