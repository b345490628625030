package io.sluice.configuration;

/** What {@link SecretBox} cannot open. The message says why, and holds nothing of the text. */
public final class SealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealException(String message) {
        super(message, null, false, false);
    }
}
