package io.sluice.router.hedge;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Percentiles of recent times, in buckets that grow by a fifth each, so that an answer is at most a fifth too high. The past fades: with
 * each {@value #HALF_LIFE} samples all counts are halved. Lock-free; 96 buckets from 1 ms to more than an hour.
 */
final class Percentiles {

    private static final int BUCKETS = 96;
    private static final double GROWTH = Math.log(1.2);
    static final int HALF_LIFE = 1_000;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
    private final AtomicLong added = new AtomicLong();

    void add(long millis) {
        counts.incrementAndGet(bucket(millis));
        if (added.incrementAndGet() % HALF_LIFE == 0) {
            for (int i = 0; i < BUCKETS; i++) {
                counts.updateAndGet(i, count -> count / 2);
            }
        }
    }

    int samples() {
        int sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** Upper bound of the bucket that holds the percentile; 0 when nothing was added. */
    long millis(double percentile) {
        double wanted = samples() * percentile / 100;
        double seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= wanted && seen > 0) {
                return (long) Math.ceil(Math.exp((i + 1) * GROWTH));
            }
        }
        return 0;
    }

    private static int bucket(long millis) {
        return millis <= 1 ? 0 : Math.min(BUCKETS - 1, (int) (Math.log((double) millis) / GROWTH));
    }
}
