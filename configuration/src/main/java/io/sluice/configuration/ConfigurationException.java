package io.sluice.configuration;

/** A configuration that cannot serve. The message names the place and says what to do. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;

    public ConfigurationException(String message) {
        super(message);
        this.message = message;
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
