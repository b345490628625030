package io.sluice.router.cooldown;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The last 20 outcomes of a deployment in one word: seconds of the newest, how many, and a bit for each. By count and not by time, so
 * that an outage shows after eleven failures at any rate of calls; after a minute of silence the past is forgotten. Lock-free.
 */
final class OutcomeHistory {

    static final int SIZE = 20;
    private static final long SILENCE_SECONDS = 60;
    private static final int COUNT_BITS = 5;
    private static final long BITS_MASK = (1L << SIZE) - 1;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLong word = new AtomicLong();

    /** @return the tally with this outcome in it */
    Tally add(long nowMillis, boolean failed) {
        long second = nowMillis / 1_000;
        long before = word.get();
        long after = with(before, second, failed);
        while (!word.compareAndSet(before, after)) {
            before = word.get();
            after = with(before, second, failed);
        }
        return new Tally((int) (after >>> SIZE & COUNT_MASK), Long.bitCount(after & BITS_MASK));
    }

    void clear() {
        word.set(0);
    }

    private static long with(long word, long second, boolean failed) {
        long newest = word >>> SIZE + COUNT_BITS;
        boolean stale = second - newest > SILENCE_SECONDS;
        long count = stale ? 0 : word >>> SIZE & COUNT_MASK;
        long bits = stale ? 0 : word & BITS_MASK;
        return Math.max(newest, second) << SIZE + COUNT_BITS
                | Math.min(SIZE, count + 1) << SIZE
                | (bits << 1 | (failed ? 1 : 0)) & BITS_MASK;
    }

    record Tally(int calls, int failures) {}
}
