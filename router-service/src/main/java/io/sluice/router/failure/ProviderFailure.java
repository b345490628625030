package io.sluice.router.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failed attempt, told by a provider or by its connection.
 *
 * @param status status for the client
 * @param message the provider's words; never with a key in it
 * @param type the error type that the provider gave, or null
 * @param retryAfterMillis -1 when not said
 * @param charged whether the provider may have charged for it (it had accepted the call)
 */
public record ProviderFailure(
        ErrorClass errorClass,
        int status,
        String message,
        @Nullable String type,
        @Nullable String param,
        @Nullable String code,
        long retryAfterMillis,
        boolean charged) {

    /** Told by nobody but us, with the status that such errors have. */
    public static ProviderFailure of(ErrorClass errorClass, String message, boolean charged) {
        return new ProviderFailure(errorClass, errorClass.status(), message, null, null, null, -1, charged);
    }

    /** The same under a status of ours, to which the type that the provider gave does not belong. */
    public ProviderFailure withStatus(int other) {
        return new ProviderFailure(
                ProviderErrors.classify(other, message, code == null ? "" : code),
                other,
                message,
                null,
                param,
                code,
                retryAfterMillis,
                charged);
    }

    /** An answer that came and is none: it may have been charged. */
    public static ProviderFailure badResponse(String message) {
        return new ProviderFailure(ErrorClass.BAD_RESPONSE, 500, message, null, null, null, -1, true);
    }

    /** The same without the key that the provider was sent, should it repeat it. */
    public ProviderFailure without(@Nullable String secret) {
        String safe = ProviderErrors.hide(message, secret);
        return safe.equals(message)
                ? this
                : new ProviderFailure(errorClass, status, safe, type, param, code, retryAfterMillis, charged);
    }
}
