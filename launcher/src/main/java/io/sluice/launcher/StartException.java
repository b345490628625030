package io.sluice.launcher;

/** Sluice cannot start. The message is for the person at the terminal: what is wrong, and what to do. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
