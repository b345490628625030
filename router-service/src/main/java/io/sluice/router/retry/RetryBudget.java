package io.sluice.router.retry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many retries and hedges the calls of one model group may make together: somewhat less than one for every five requests, so that an
 * outage is met with at most 1.2 provider calls a request instead of three. Two exceptions keep a lone request's retries as LiteLLM gives them: a
 * group starts with credit, and who is the only one retrying may owe; without end when the retry waits first, since such
 * retries are few by themselves. What is owed is paid out of what later requests earn. Lock-free.
 *
 * <p>Law: {@code retries <= CREDIT + DEBT + 0.19 * requests}, or what one caller at a time makes with waits, whichever is more.
 *
 * <p>After Finagle's {@code RetryBudget} and Envoy's {@code retry_budget} (20 % of requests, and a least number of concurrent retries).
 */
public final class RetryBudget {

    /** In hundredths of a retry. Below a fifth, so that the credit too is within 1.2 after a thousand requests. */
    static final int EARNED = 19;

    private static final int COST = 100;
    static final int CREDIT = 5;
    static final int DEBT = 5;

    private static final int COUNT_BITS = 32;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    /** Balance in the upper half, retries under way in the lower. */
    private final AtomicLong word = new AtomicLong(word(CREDIT * COST, 0));

    /** What became of a wish for a retry. */
    public enum Grant {
        /** Has to be given back by {@link #done}. */
        GRANTED,
        REFUSED
    }

    /** A new request of the group; not a retry, not a hedge. */
    public void request() {
        word.updateAndGet(now -> word(Math.min(balance(now) + EARNED, CREDIT * COST), underWay(now)));
    }

    /**
     * A retry of a call that failed.
     *
     * @param waits the call waits before it asks again
     */
    public Grant retry(boolean waits) {
        return take(waits ? Integer.MIN_VALUE : (1 - DEBT) * COST);
    }

    /** A second call beside one that is slow; never on credit, since nothing failed yet. */
    public Grant hedge() {
        return take(COST);
    }

    /** @param loneNeeds balance with which the only one under way may go on */
    private Grant take(int loneNeeds) {
        while (true) {
            long now = word.get();
            int needed = underWay(now) == 0 ? Math.min(COST, loneNeeds) : COST;
            if (balance(now) < needed) {
                return Grant.REFUSED;
            }
            int balance = Math.max(balance(now) - COST, -DEBT * COST);
            if (word.compareAndSet(now, word(balance, underWay(now) + 1))) {
                return Grant.GRANTED;
            }
        }
    }

    /** The granted attempt ended, however it did. */
    public void done() {
        word.updateAndGet(now -> word(balance(now), Math.max(0, underWay(now) - 1)));
    }

    /** Retries that are paid for. */
    public int left() {
        return Math.max(0, balance(word.get()) / COST);
    }

    private static long word(int balance, int underWay) {
        return (long) balance << COUNT_BITS | underWay & COUNT_MASK;
    }

    private static int balance(long word) {
        return (int) (word >> COUNT_BITS);
    }

    private static int underWay(long word) {
        return (int) (word & COUNT_MASK);
    }
}
