package io.sluice.router.retry;

import io.sluice.router.cooldown.Fault;

/**
 * Which failures another attempt may cure. Recorded from LiteLLM 1.109.1 ({@code conformance/FACTS.md}, "Retries"): 408, 409, 429, 5xx,
 * lost connections, unreadable answers; 403 for OpenAI-like and Google providers; never 400, 401, 404, 422. A policy says how often,
 * not what.
 */
public final class Retryable {

    private Retryable() {}

    /**
     * @param wire the provider's wire, as in {@code providers/*.yaml}
     * @param otherDeployment one that was not asked yet can be: it may have another key, so a 401 is worth an attempt
     */
    public static boolean is(Fault fault, String wire, boolean otherDeployment) {
        return switch (fault.errorClass()) {
            case RATE_LIMIT, TIMEOUT, OVERLOADED, INTERNAL, BAD_GATEWAY, BAD_RESPONSE, CONNECTION -> true;
            case BAD_REQUEST -> fault.status() == 409;
            case PERMISSION -> wire.startsWith("openai") || wire.startsWith("gemini");
            case AUTHENTICATION -> otherDeployment;
            case NOT_FOUND, CONTEXT_WINDOW, CONTENT_POLICY, UNPROCESSABLE -> false;
        };
    }
}
