package io.sluice.gateway.journal;

/** The journal cannot take another record. */
public final class JournalFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
