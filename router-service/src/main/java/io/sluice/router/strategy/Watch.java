package io.sluice.router.strategy;

import io.sluice.router.budget.Budgets;
import io.sluice.router.cooldown.Breaker;
import io.sluice.router.limit.DeploymentLimits;
import io.sluice.router.measure.Meter;
import java.util.List;

/** Looks at what is measured of a group's deployments. Thread-safe. */
public final class Watch {

    /** What is looked at, for each candidate in its order. */
    public interface Source {

        Meter meter(int candidate);

        Breaker breaker(int candidate);

        DeploymentLimits limits(int candidate);

        Budgets budgets();
    }

    private final Candidates candidates;
    private final Source source;

    public Watch(Candidates candidates, Source source) {
        this.candidates = candidates;
        this.source = source;
    }

    /** @param tags of the call: those with a budget leave it no more than that */
    public Sight look(Sight.Layout layout, List<String> tags, long nowMillis) {
        Sight sight = new Sight(layout, candidates.size(), nowMillis);
        for (Signal signal : Signal.values()) {
            if (layout.has(signal)) {
                for (int i = 0; i < candidates.size(); i++) {
                    sight.set(signal, i, read(signal, i, tags, nowMillis));
                }
            }
        }
        return sight;
    }

    private double read(Signal signal, int i, List<String> tags, long nowMillis) {
        return switch (signal) {
            case AVAILABLE_AT -> source.breaker(i).availableAt();
            case IN_FLIGHT -> source.meter(i).inFlight();
            case TOKENS -> source.meter(i).tokens(nowMillis);
            case CALLS_LEFT -> source.limits(i).callsLeft(nowMillis);
            case REQUESTS_LEFT -> source.limits(i).requestsLeft(nowMillis);
            case TOKENS_LEFT -> source.limits(i).tokensLeft(nowMillis);
            case LATENCY -> source.meter(i).latency(nowMillis);
            case FIRST_TOKEN -> source.meter(i).firstToken(nowMillis);
            case CONNECT -> source.meter(i).connect(nowMillis);
            case BUDGET_LEFT -> {
                Candidate candidate = candidates.get(i);
                long left = Math.min(
                        source.budgets().left(candidate.provider(), candidate.id(), nowMillis),
                        source.budgets().left(tags, nowMillis));
                yield left == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : left;
            }
        };
    }
}
