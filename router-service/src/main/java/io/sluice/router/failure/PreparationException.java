package io.sluice.router.failure;

/** A request could not be made ready to be sent: no token was to be had, or a picture that it names could not be fetched. Nothing was charged. */
public final class PreparationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProviderFailure failure;

    /** @param message what failed and what to do; never with a secret in it */
    public PreparationException(ErrorClass errorClass, String message) {
        super(message, null, false, false);
        failure = ProviderFailure.of(errorClass, message, false);
    }

    public ProviderFailure failure() {
        return failure;
    }
}
