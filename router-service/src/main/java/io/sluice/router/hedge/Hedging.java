package io.sluice.router.hedge;

import io.sluice.router.retry.RetryBudget;
import io.sluice.router.retry.RetryBudget.Grant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides when a call of a model group gets a second one beside it. Hedges have a budget of their own, and each takes a place of the retry
 * budget too: in an outage, when everything is late, retries and hedges together stay within it. Lock-free.
 */
public final class Hedging {

    /** A percentile of less than this many times says nothing. */
    static final int FEWEST_SAMPLES = 50;

    /** Sooner than this, a second call cannot help: it has to connect and to be read too. */
    static final long SOONEST_MILLIS = 20;

    /** In millionths of a hedge. */
    private static final long ONE = 1_000_000;

    /** So many hedges may come at once. */
    private static final long BURST = 5 * ONE;

    private final HedgeSettings settings;
    private final RetryBudget retries;
    private final Percentiles firstTokens = new Percentiles();
    private final AtomicLong balance = new AtomicLong();

    public Hedging(HedgeSettings settings, RetryBudget retries) {
        this.settings = settings;
        this.retries = retries;
    }

    /** A new request of the group. */
    public void request() {
        long earned = Math.round(settings.budgetPercent() / 100 * ONE);
        balance.updateAndGet(now -> Math.min(BURST, now + earned));
    }

    public void firstToken(long millis) {
        firstTokens.add(millis);
    }

    /** How long to wait for the first token before {@link #hedge} is asked; empty: never. */
    public OptionalLong afterMillis() {
        if (settings.percentile() == 0) {
            return OptionalLong.of(Math.max(SOONEST_MILLIS, settings.fixedMillis()));
        }
        return firstTokens.samples() < FEWEST_SAMPLES
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(SOONEST_MILLIS, firstTokens.millis(settings.percentile())));
    }

    /**
     * Whether one more call may be made now. When it may, {@link RetryBudget#done} follows at its end.
     *
     * @param made extra calls that this request has made
     */
    public boolean hedge(int made) {
        if (made >= settings.maxExtra() || !takeOne()) {
            return false;
        }
        if (retries.hedge() == Grant.GRANTED) {
            return true;
        }
        balance.addAndGet(ONE);
        return false;
    }

    private boolean takeOne() {
        while (true) {
            long now = balance.get();
            if (now < ONE) {
                return false;
            }
            if (balance.compareAndSet(now, now - ONE)) {
                return true;
            }
        }
    }
}
