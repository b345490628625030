package io.sluice.router.failure;

/** Taxonomy of failures, derived from a provider's status and body; retries and fallbacks depend on it. */
public enum ErrorClass {
    AUTHENTICATION(401, "AuthenticationError"),
    PERMISSION(403, "PermissionDeniedError"),
    NOT_FOUND(404, "NotFoundError"),
    RATE_LIMIT(429, "RateLimitError"),
    CONTEXT_WINDOW(400, "ContextWindowExceededError"),
    CONTENT_POLICY(400, "ContentPolicyViolationError"),
    BAD_REQUEST(400, "BadRequestError"),
    UNPROCESSABLE(422, "UnprocessableEntityError"),
    TIMEOUT(408, "Timeout"),
    OVERLOADED(503, "ServiceUnavailableError"),
    INTERNAL(500, "InternalServerError"),
    BAD_GATEWAY(502, "BadGatewayError"),
    BAD_RESPONSE(500, "APIError"),
    CONNECTION(500, "APIConnectionError");

    private final int status;
    private final String litellmName;

    ErrorClass(int status, String litellmName) {
        this.status = status;
        this.litellmName = litellmName;
    }

    /** Status that a client gets for it, unless the provider's own status says more. */
    public int status() {
        return status;
    }

    /** LiteLLM's exception class, which users grep for. */
    public String litellmName() {
        return litellmName;
    }
}
