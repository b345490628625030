package io.sluice.configuration;

/** A configuration that cannot serve. The message names the place and says what to do. */
public final class ConfigurationException extends StartException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
