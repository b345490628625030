package io.sluice.router.group;

import io.sluice.router.budget.Budgets;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.limit.RouterLimits;
import io.sluice.router.measure.Meters;
import io.sluice.router.queue.Lines;
import io.sluice.router.retry.RetryBudget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What outlives a reload: everything that was measured. Bounded; thread-safe. */
public final class Keep {

    /** Wildcards make a group of any name that a caller invents; past this many, the new ones share a budget. */
    private static final int MOST_GROUPS = 10_000;

    private final Meters meters;
    private final Breakers breakers;
    private final RouterLimits limits;
    private final LongSupplier clock;
    private volatile Budgets budgets = Budgets.NONE;
    private final Map<String, RetryBudget> retryBudgets = new ConcurrentHashMap<>();
    private final RetryBudget shared = new RetryBudget();
    private final Lines lines = new Lines();

    /** @param clock see {@link io.sluice.router.measure.SteadyClock} */
    public Keep(Meters meters, Breakers breakers, RouterLimits limits, LongSupplier clock) {
        this.meters = meters;
        this.breakers = breakers;
        this.limits = limits;
        this.clock = clock;
    }

    public Meters meters() {
        return meters;
    }

    public Breakers breakers() {
        return breakers;
    }

    public RouterLimits limits() {
        return limits;
    }

    public Lines lines() {
        return lines;
    }

    public LongSupplier clock() {
        return clock;
    }

    public Budgets budgets() {
        return budgets;
    }

    void budgets(Budgets current) {
        budgets = current;
    }

    RetryBudget retryBudget(String group) {
        RetryBudget known = retryBudgets.get(group);
        if (known != null) {
            return known;
        }
        return retryBudgets.size() >= MOST_GROUPS
                ? shared
                : retryBudgets.computeIfAbsent(group, name -> new RetryBudget());
    }
}
