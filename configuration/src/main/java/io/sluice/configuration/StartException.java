package io.sluice.configuration;

/** Sluice cannot start. The message is for the person at the terminal: what is wrong, and what to do. It holds no secret. */
public class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;

    public StartException(String message) {
        super(message);
        this.message = message;
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
