package io.sluice.router.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The newest samples of a quantity, at most {@code size} of them and none older than {@code ttlMillis}. LiteLLM keeps the last
 * {@code max_latency_list_size} latencies of a deployment in the same way. Lock-free: any thread adds and reads; time and value of
 * a sample share one word, so that a reader never sees half of one. Who adds sums up, and the sum over most samples stays: a choice only reads
 * it, of all deployments of a group for each call.
 */
public final class SampleWindow {

    /** Values are kept in 40 bits, microseconds: 12 days. Times in 24 bits of seconds: 194 days until they wrap. */
    private static final int VALUE_BITS = 40;

    private static final long MAX_VALUE = (1L << VALUE_BITS) - 1;
    private static final long TIME_MASK = (1L << (Long.SIZE - VALUE_BITS)) - 1;
    private static final long EMPTY = -1;

    private static final VarHandle SUMMARY;

    static {
        try {
            SUMMARY = MethodHandles.lookup().findVarHandle(SampleWindow.class, "summary", Summary.class);
        } catch (ReflectiveOperationException never) {
            throw new ExceptionInInitializerError(never);
        }
    }

    private final AtomicLongArray samples;
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private volatile Summary summary = new Summary(0, Long.MIN_VALUE, Long.MAX_VALUE, Double.NaN, Double.NaN);
    private final long ttlSeconds;

    /**
     * What all samples come to.
     *
     * @param version so many were written before it, and it has them all
     * @param from milliseconds: no earlier
     * @param until when the first of them is too old
     */
    private record Summary(long version, long from, long until, double mean, double min) {}

    public SampleWindow(int size, long ttlMillis) {
        if (size < 1) {
            throw new IllegalArgumentException("a window holds at least one sample, not " + size);
        }
        long[] empty = new long[size];
        java.util.Arrays.fill(empty, EMPTY);
        samples = new AtomicLongArray(empty);
        ttlSeconds = Math.min(Math.ceilDiv(ttlMillis, 1_000), TIME_MASK / 2);
    }

    /** @param value not negative; cut at 2^40 - 1 */
    public void add(long nowMillis, long value) {
        int place = (int) Math.floorMod(added.getAndIncrement(), (long) samples.length());
        samples.set(place, seconds(nowMillis) << VALUE_BITS | Math.clamp(value, 0, MAX_VALUE));
        var _ = sumUp(written.incrementAndGet(), nowMillis);
    }

    /** Mean of what is not too old; {@link Double#NaN} when there is nothing. */
    public double mean(long nowMillis) {
        return summary(nowMillis).mean;
    }

    /** Smallest of what is not too old; {@link Double#NaN} when there is nothing. */
    public double min(long nowMillis) {
        return summary(nowMillis).min;
    }

    private Summary summary(long nowMillis) {
        Summary known = summary;
        return nowMillis >= known.from && nowMillis < known.until ? known : sumUp(written.get(), nowMillis);
    }

    private Summary sumUp(long version, long nowMillis) {
        Summary now = sum(version, nowMillis);
        for (Summary known = summary; known.version <= version; known = summary) {
            if (SUMMARY.compareAndSet(this, known, now)) {
                break;
            }
        }
        return now;
    }

    private Summary sum(long version, long nowMillis) {
        long now = seconds(nowMillis);
        long sum = 0;
        long least = Long.MAX_VALUE;
        long oldest = 0;
        int count = 0;
        for (int i = 0; i < samples.length(); i++) {
            long sample = samples.get(i);
            if (counts(sample, now)) {
                sum += sample & MAX_VALUE;
                least = Math.min(least, sample & MAX_VALUE);
                oldest = Math.max(oldest, age(sample, now));
                count++;
            }
        }
        if (count == 0) {
            return new Summary(version, nowMillis, Long.MAX_VALUE, Double.NaN, Double.NaN);
        }
        long until = (nowMillis / 1_000 + ttlSeconds - oldest + 1) * 1_000;
        return new Summary(version, nowMillis, until, (double) sum / count, least);
    }

    private boolean counts(long sample, long nowSeconds) {
        return sample != EMPTY && age(sample, nowSeconds) <= ttlSeconds;
    }

    private static long age(long sample, long nowSeconds) {
        return nowSeconds - (sample >>> VALUE_BITS) & TIME_MASK;
    }

    private static long seconds(long millis) {
        return millis / 1_000 & TIME_MASK;
    }
}
