package io.sluice.contracts.error;

import org.jspecify.annotations.Nullable;

/**
 * An error for a client, before it is written in the client's protocol.
 *
 * @param status HTTP status
 * @param message what went wrong and what to do; no secret
 * @param type as in LiteLLM's envelope ({@code litellm-behaviour.md} 4.7, {@code conformance/FACTS.md})
 * @param code the status as a string, unless a provider said another one
 * @param shouldRetry value of {@code x-should-retry}; null: header not sent
 * @param retryAfterSeconds -1: header not sent
 */
public record ErrorBody(
        int status,
        String message,
        String type,
        @Nullable String param,
        String code,
        @Nullable Boolean shouldRetry,
        long retryAfterSeconds) {

    public static ErrorBody of(int status, String type, String message) {
        return new ErrorBody(status, message, type, null, Integer.toString(status), null, -1);
    }

    public ErrorBody withParam(@Nullable String newParam) {
        return new ErrorBody(status, message, type, newParam, code, shouldRetry, retryAfterSeconds);
    }

    public ErrorBody withRetry(boolean retry, long afterSeconds) {
        return new ErrorBody(status, message, type, param, code, retry, afterSeconds);
    }
}
