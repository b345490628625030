package io.sluice.router.strategy;

import io.sluice.router.budget.Budget;
import io.sluice.router.budget.Budgets;
import io.sluice.router.cooldown.Breaker;
import io.sluice.router.limit.DeploymentLimits;
import io.sluice.router.measure.Meter;
import java.util.List;

/** Looks at what is measured of a group's deployments. Thread-safe. */
public final class Watch {

    private static final Signal[] SIGNALS = Signal.values();

    /** What is measured of one deployment. */
    public record Measured(Meter meter, Breaker breaker, DeploymentLimits limits) {}

    private final Meter[] meters;
    private final Breaker[] breakers;
    private final DeploymentLimits[] limits;
    private final Budgets.Purse[] purses;
    private final Budgets budgets;

    /** @param measured of each candidate, in their order */
    public Watch(Candidates candidates, List<Measured> measured, Budgets budgets) {
        this.budgets = budgets;
        meters = measured.stream().map(Measured::meter).toArray(Meter[]::new);
        breakers = measured.stream().map(Measured::breaker).toArray(Breaker[]::new);
        limits = measured.stream().map(Measured::limits).toArray(DeploymentLimits[]::new);
        purses = new Budgets.Purse[candidates.size()];
        for (int i = 0; i < purses.length; i++) {
            purses[i] =
                    budgets.of(candidates.get(i).provider(), candidates.get(i).id());
        }
    }

    /** @param tags of the call: those with a budget leave it no more than that */
    public Sight look(Sight.Layout layout, List<String> tags, long nowMillis) {
        Sight sight = new Sight(layout, purses.length, nowMillis);
        for (Signal signal : SIGNALS) {
            if (layout.has(signal)) {
                look(sight, signal, tags, nowMillis);
            }
        }
        return sight;
    }

    /**
     * Each signal has a loop of its own: it runs over every candidate for every call, and one loop that is told what to read makes a call of each
     * reading, which takes twice as long.
     */
    private void look(Sight sight, Signal signal, List<String> tags, long now) {
        double[] to = sight.values();
        int at = sight.first(signal);
        switch (signal) {
            case AVAILABLE_AT -> {
                for (int i = 0; i < breakers.length; i++) {
                    to[at + i] = breakers[i].availableAt();
                }
            }
            case IN_FLIGHT -> {
                for (int i = 0; i < meters.length; i++) {
                    to[at + i] = meters[i].inFlight();
                }
            }
            case TOKENS -> {
                for (int i = 0; i < meters.length; i++) {
                    to[at + i] = meters[i].tokens(now);
                }
            }
            case CALLS_LEFT -> {
                for (int i = 0; i < limits.length; i++) {
                    to[at + i] = limits[i].callsLeft(now);
                }
            }
            case REQUESTS_LEFT -> {
                for (int i = 0; i < limits.length; i++) {
                    to[at + i] = limits[i].requestsLeft(now);
                }
            }
            case TOKENS_LEFT -> {
                for (int i = 0; i < limits.length; i++) {
                    to[at + i] = limits[i].tokensLeft(now);
                }
            }
            case LATENCY -> {
                for (int i = 0; i < meters.length; i++) {
                    to[at + i] = meters[i].latency(now);
                }
            }
            case FIRST_TOKEN -> {
                for (int i = 0; i < meters.length; i++) {
                    to[at + i] = meters[i].firstToken(now);
                }
            }
            case CONNECT -> {
                for (int i = 0; i < meters.length; i++) {
                    to[at + i] = meters[i].connect(now);
                }
            }
            case BUDGET_LEFT -> budgetsLeft(to, at, budgets.left(tags, now), now);
        }
    }

    /** Deployments of one provider mostly stand together, and share its budget. */
    private void budgetsLeft(double[] to, int at, long ofTags, long now) {
        Budget provider = null;
        long shared = ofTags;
        for (int i = 0; i < purses.length; i++) {
            Budgets.Purse purse = purses[i];
            if (purse.provider() != provider) {
                provider = purse.provider();
                shared = Math.min(ofTags, Budgets.left(provider, now));
            }
            to[at + i] = leftOf(Math.min(shared, Budgets.left(purse.deployment(), now)));
        }
    }

    private static double leftOf(long nanos) {
        return nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : nanos;
    }
}
