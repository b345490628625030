package io.sluice.gateway.journal;

/** The journal cannot take another call. */
public final class JournalFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalFullException(String message) {
        super(message);
    }
}
