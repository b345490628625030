package io.sluice.configuration;

/** What {@link SecretBox} cannot open. The message says why, and holds nothing of the text. */
public final class SealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    SealException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** Why it cannot be opened. */
    public String reason() {
        return reason;
    }
}
