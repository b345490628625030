package io.sluice.gateway.scan;

import io.sluice.gateway.errors.Refusal;

/** A body that is refused. Without a stack trace: it is an answer, and clients make it happen. */
public final class ScanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public ScanException(Refusal refusal) {
        super(refusal.error().message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
