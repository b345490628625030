package io.sluice.router.strategy;

/** A number that is measured of a deployment. */
public enum Signal {

    /** Epoch milliseconds from which it may be called; 0: at once. */
    AVAILABLE_AT,

    /** Calls under way from this router. */
    IN_FLIGHT,

    /** Used in this minute by the fleet, calls under way included as expected. */
    TOKENS,

    /** How many more calls at once it takes; infinite without a limit, as those that follow. */
    CALLS_LEFT,

    /** How many more requests of the minute. */
    REQUESTS_LEFT,

    /** How many more tokens of the minute. */
    TOKENS_LEFT,

    /** Mean microseconds by token of output; NaN: unknown. */
    LATENCY,

    /** Mean microseconds to the first token of a stream; NaN: unknown. */
    FIRST_TOKEN,

    /** Microseconds to set up a connection; NaN: unknown. */
    CONNECT,

    /** Nano-dollars that are left of the tighter of the provider's and the deployment's budget; infinite without one. */
    BUDGET_LEFT
}
