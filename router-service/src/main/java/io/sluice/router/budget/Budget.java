package io.sluice.router.budget;

import static java.util.Objects.requireNonNull;

import io.sluice.contracts.admission.BudgetWindow;
import io.sluice.contracts.money.Money;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The budget of one provider, tag or deployment, as LiteLLM's router keeps it: calls go elsewhere once it is spent. It is a filter, not a promise;
 * exact limits are the grantor's. Windows are aligned to the calendar, so that all routers mean the same one. Lock-free.
 */
public final class Budget {

    /** A window is remembered a little longer, for a router that is late. */
    private static final long SLACK_MILLIS = 60_000;

    private static final long FOREVER_MILLIS = 366L * 24 * 3_600_000;

    private static final class Window {
        private final BudgetWindow bounds;
        /** {@link Long#MAX_VALUE}: never. */
        private final long endMillis;

        private final LongAdder own = new LongAdder();

        /** What other routers spent, as far as it is known. */
        private volatile long others;

        private Window(BudgetWindow bounds) {
            this.bounds = bounds;
            this.endMillis = bounds.end().equals(Instant.MAX)
                    ? Long.MAX_VALUE
                    : bounds.end().toEpochMilli();
        }
    }

    private final String name;
    private final long limitNanos;
    private final @Nullable String duration;
    private final AtomicReference<Window> current;

    /**
     * @param name {@code provider:openai}, {@code tag:chat} or {@code deployment:<id>}
     * @param duration as {@link BudgetWindow#at} reads it; null: never starts anew
     */
    public Budget(String name, Money limit, @Nullable String duration) {
        this(
                name,
                limit.nanos(),
                duration,
                new AtomicReference<>(new Window(BudgetWindow.at(duration, Instant.EPOCH))));
    }

    private Budget(String name, long limitNanos, @Nullable String duration, AtomicReference<Window> current) {
        this.name = name;
        this.limitNanos = limitNanos;
        this.duration = duration;
        this.current = current;
    }

    /** This budget with the spend of an older one of the same window; a limit may have changed, a duration starts anew. */
    Budget continuing(@Nullable Budget older) {
        if (older == null || !Objects.equals(duration, older.duration)) {
            return this;
        }
        return new Budget(name, limitNanos, duration, older.current);
    }

    public String name() {
        return name;
    }

    public void spend(long nowMillis, Money amount) {
        at(nowMillis).own.add(amount.nanos());
    }

    /** Nano-dollars; 0 or less: spent. */
    public long left(long nowMillis) {
        Window window = at(nowMillis);
        return limitNanos - window.own.sum() - window.others;
    }

    long own(long nowMillis) {
        return at(nowMillis).own.sum();
    }

    void othersSpent(long nowMillis, long nanos) {
        at(nowMillis).others = Math.max(0, nanos);
    }

    /** Names the window for {@link io.sluice.router.measure.SharedCounters}. */
    String windowName(long nowMillis) {
        return "spend:" + duration + ':' + at(nowMillis).bounds.start().toEpochMilli();
    }

    /** How long the window has to be remembered. */
    long lifeMillis(long nowMillis) {
        long end = at(nowMillis).endMillis;
        return end == Long.MAX_VALUE ? FOREVER_MILLIS : end - nowMillis + SLACK_MILLIS;
    }

    private Window at(long nowMillis) {
        Window window = requireNonNull(current.get());
        while (nowMillis >= window.endMillis) {
            Window next = new Window(BudgetWindow.at(duration, Instant.ofEpochMilli(nowMillis)));
            if (current.compareAndSet(window, next)) {
                return next;
            }
            window = requireNonNull(current.get());
        }
        return window;
    }
}
