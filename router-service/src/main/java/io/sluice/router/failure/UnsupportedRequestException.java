package io.sluice.router.failure;

import org.jspecify.annotations.Nullable;

/** What the client asks for cannot be said to this provider. The message names it and says what to do. Becomes a 400. */
public final class UnsupportedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;
    private final transient @Nullable String param;

    public UnsupportedRequestException(String message) {
        this(message, null);
    }

    /** @param param the request's member that is at fault, as the client named it */
    public UnsupportedRequestException(String message, @Nullable String param) {
        super(message, null, false, false);
        this.message = message;
        this.param = param;
    }

    public @Nullable String param() {
        return param;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
