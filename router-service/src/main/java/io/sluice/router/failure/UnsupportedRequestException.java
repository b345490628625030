package io.sluice.router.failure;

/** What the client asks for cannot be said to this provider. The message names it and says what to do. Becomes a 400. */
public final class UnsupportedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;

    public UnsupportedRequestException(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
