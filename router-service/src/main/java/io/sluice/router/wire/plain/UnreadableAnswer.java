package io.sluice.router.wire.plain;

/** An answer that is not what its provider's documentation says. */
public final class UnreadableAnswer extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnreadableAnswer(String message) {
        super(message);
    }
}
