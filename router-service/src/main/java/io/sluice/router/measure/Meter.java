package io.sluice.router.measure;

import io.sluice.router.failure.ErrorClass;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one router measures of one deployment. Every method may be called from any event loop: counters are striped by thread
 * ({@link LongAdder}), windows are lock-free, and nothing is allocated but once a minute. About 600 bytes.
 *
 * <p>A call is {@link #began}, then {@link #answered} or {@link #failed} or neither, and at last {@link #ended} exactly once.
 */
public final class Meter {

    /** LiteLLM enters 1,000 seconds for a call that timed out, so that latency-based routing leaves the deployment. */
    static final long TIMEOUT_PENALTY_MICROS = 1_000_000_000L;

    private final LongAdder inFlight = new LongAdder();
    private final LongAdder pendingTokens = new LongAdder();
    private final MinuteUsage usage = new MinuteUsage();
    private final SampleWindow latency;
    private final SampleWindow firstToken;
    private final SampleWindow connect;

    Meter(MeterSettings settings) {
        latency = new SampleWindow(settings.samples(), settings.ttlMillis());
        firstToken = new SampleWindow(settings.samples(), settings.ttlMillis());
        connect = new SampleWindow(settings.samples(), settings.ttlMillis());
    }

    /** @param expectedTokens what the call is thought to use; counts as used until it {@link #ended} with the same figure */
    public void began(long expectedTokens) {
        inFlight.increment();
        pendingTokens.add(expectedTokens);
    }

    public void ended(long expectedTokens) {
        inFlight.decrement();
        pendingTokens.add(-expectedTokens);
    }

    /**
     * A complete answer. Latency is time by token of output, as in LiteLLM, so that long and short answers can be compared.
     *
     * @param firstTokenMicros -1 when the answer was not streamed
     */
    public void answered(
            long nowMillis, long durationMicros, long firstTokenMicros, long totalTokens, long outputTokens) {
        usage.tokens(nowMillis, totalTokens);
        latency.add(nowMillis, durationMicros / Math.max(1, outputTokens));
        if (firstTokenMicros >= 0) {
            firstToken.add(nowMillis, firstTokenMicros);
        }
    }

    public void failed(long nowMillis, ErrorClass errorClass) {
        usage.failure(nowMillis, errorClass);
        if (errorClass == ErrorClass.TIMEOUT) {
            latency.add(nowMillis, TIMEOUT_PENALTY_MICROS);
            firstToken.add(nowMillis, TIMEOUT_PENALTY_MICROS);
        }
    }

    /** Time of a TCP and TLS set-up: how far away the deployment is. */
    public void connected(long nowMillis, long micros) {
        connect.add(nowMillis, micros);
    }

    public long inFlight() {
        return inFlight.sum();
    }

    /** Of the minute and the fleet, with what calls under way are expected to use. */
    public long tokens(long nowMillis) {
        return usage.tokens(MinuteUsage.minuteOf(nowMillis)) + pendingTokens.sum();
    }

    /** Of the minute, this router's. */
    public int failures(long nowMillis, ErrorClass errorClass) {
        return usage.failures(MinuteUsage.minuteOf(nowMillis), errorClass);
    }

    /** Mean microseconds by token of output; NaN when nothing is known. */
    public double latency(long nowMillis) {
        return latency.mean(nowMillis);
    }

    /** Mean microseconds to the first token of streams; NaN when nothing is known. */
    public double firstToken(long nowMillis) {
        return firstToken.mean(nowMillis);
    }

    /** Shortest recent set-up of a connection in microseconds; NaN when nothing is known. */
    public double connect(long nowMillis) {
        return connect.min(nowMillis);
    }

    MinuteUsage usage() {
        return usage;
    }
}
