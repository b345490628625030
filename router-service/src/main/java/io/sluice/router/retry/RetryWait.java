package io.sluice.router.retry;

import io.sluice.router.cooldown.Fault;
import io.sluice.router.strategy.Draw;
import java.util.Optional;

/**
 * How long to wait before the same deployment is asked again; another one is asked at once. Exponential, and drawn from the upper half of
 * its ceiling, so that calls that failed together do not come back together. Deterministic for a seed.
 */
public final class RetryWait {

    static final long BASE_MILLIS = 200;

    /** As LiteLLM: no wait of our own is longer. */
    static final long LONGEST_MILLIS = 8_000;

    /** As LiteLLM: a provider's {@code retry-after} is kept up to here; beyond it, the client is told instead. */
    public static final long LONGEST_RETRY_AFTER_MILLIS = 60_000;

    /** Never earlier than the provider asked for, and not all at the same moment. */
    private static final double JITTER = 0.1;

    private RetryWait() {}

    /**
     * @param made retries made so far
     * @return milliseconds; -1: longer than anybody should be kept waiting
     */
    public static long millis(RetrySettings settings, Optional<RetryPolicy> policy, int made, Fault fault, long seed) {
        long asked = fault.retryAfterMillis();
        if (asked > LONGEST_RETRY_AFTER_MILLIS) {
            return -1;
        }
        long base = BASE_MILLIS;
        long longest = LONGEST_MILLIS;
        if (policy.orElse(null) instanceof RetryPolicy.Backoff backoff) {
            base = backoff.baseDelayMillis();
            longest = backoff.maxDelayMillis();
        }
        double ceiling = Math.min((double) longest, base * Math.pow(2, Math.min(made, 30)));
        long drawn = Math.round(ceiling / 2 + ceiling / 2 * Draw.unit(seed, made));
        long jitter = Math.round(Math.max(0, asked) * JITTER * Draw.unit(seed, ~made));
        return Math.max(Math.max(drawn, settings.retryAfterMillis()), Math.max(0, asked) + jitter);
    }
}
