package io.sluice.router.strategy;

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

    /** Each signal has a loop of its own: it runs over every candidate of every call. */
    private void look(Sight sight, Signal signal, List<String> tags, long nowMillis) {
        switch (signal) {
            case AVAILABLE_AT -> sight.fill(signal, i -> breakers[i].availableAt());
            case IN_FLIGHT -> sight.fill(signal, i -> meters[i].inFlight());
            case TOKENS -> sight.fill(signal, i -> meters[i].tokens(nowMillis));
            case CALLS_LEFT -> sight.fill(signal, i -> limits[i].callsLeft(nowMillis));
            case REQUESTS_LEFT -> sight.fill(signal, i -> limits[i].requestsLeft(nowMillis));
            case TOKENS_LEFT -> sight.fill(signal, i -> limits[i].tokensLeft(nowMillis));
            case LATENCY -> sight.fill(signal, i -> meters[i].latency(nowMillis));
            case FIRST_TOKEN -> sight.fill(signal, i -> meters[i].firstToken(nowMillis));
            case CONNECT -> sight.fill(signal, i -> meters[i].connect(nowMillis));
            case BUDGET_LEFT -> {
                long ofTags = budgets.left(tags, nowMillis);
                sight.fill(signal, i -> leftOf(Math.min(ofTags, purses[i].left(nowMillis))));
            }
        }
    }

    private static double leftOf(long nanos) {
        return nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : nanos;
    }
}
