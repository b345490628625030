package io.sluice.router.egress;

/**
 * Limits of the way out.
 *
 * @param connectionsPerLoop most connections to one host an event loop opens (a provider call occupies one as long as it streams)
 * @param waitingPerLoop most calls that wait for a connection; more fail at once with a clear error
 */
public record EgressOptions(
        int connectionsPerLoop, int waitingPerLoop, int connectTimeoutMillis, int keepAliveSeconds) {

    /** Connect limit: longer than a provider ever takes, shorter than a client's patience; openai-python waits 5 s too. */
    public static final EgressOptions DEFAULTS = new EgressOptions(10_000, 10_000, 5_000, 55);
}
