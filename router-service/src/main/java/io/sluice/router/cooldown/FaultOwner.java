package io.sluice.router.cooldown;

/** Who has to do something about a failure. Only what is not the caller's may rest a deployment. */
public enum FaultOwner {

    /** The request itself: the next one may be fine. */
    CALLER,

    /** The key or the account at the provider: every call fails until a person acts. */
    CREDENTIAL,

    /** The deployment's entry: a model or an address that does not exist. */
    CONFIGURATION,

    /** The account's rate limit: the provider works, later. */
    QUOTA,

    /** The provider, or the way to it. */
    DEPLOYMENT;

    /** Does not pass by itself; the deployment is asked ever less often until it is repaired. */
    public boolean permanent() {
        return this == CREDENTIAL || this == CONFIGURATION;
    }

    /**
     * The rule, by class and status.
     *
     * <ul>
     *   <li>400, 413, 422, a full context window, refused content: the caller's. So is a time limit that the caller set, or anybody could
     *       rest a deployment for everybody with a limit of a millisecond.
     *   <li>403 too: OpenRouter answers it for prompts that moderation flagged
     *       (https://openrouter.ai/docs/api-reference/errors), and LiteLLM never cools for it ({@code FACTS.md}).
     *   <li>402 (balance used up, DeepSeek and OpenRouter) and 401: the credential's.
     *   <li>404: the entry's; but with a wildcard entry the caller chose the model's name, and a 429 is about one of many models.
     *   <li>409 is a conflict that the next attempt may not have.
     * </ul>
     */
    public static FaultOwner of(Fault fault, boolean wildcard) {
        return switch (fault.errorClass()) {
            case BAD_REQUEST -> fault.status() == 402 ? CREDENTIAL : CALLER;
            case CONTEXT_WINDOW, CONTENT_POLICY, UNPROCESSABLE, PERMISSION -> CALLER;
            case AUTHENTICATION -> CREDENTIAL;
            case NOT_FOUND -> wildcard ? CALLER : CONFIGURATION;
            case RATE_LIMIT -> wildcard ? CALLER : QUOTA;
            case TIMEOUT -> fault.callersLimit() ? CALLER : DEPLOYMENT;
            case OVERLOADED, INTERNAL, BAD_GATEWAY, BAD_RESPONSE, CONNECTION -> DEPLOYMENT;
        };
    }
}
