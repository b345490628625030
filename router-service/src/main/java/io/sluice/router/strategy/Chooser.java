package io.sluice.router.strategy;

import java.util.List;

/**
 * Chooses: filters, preferences, then affinity or the strategy. A pure function of its arguments; thread-safe. Allocates a bit a candidate,
 * beside the numbers of the {@link Sight}.
 */
public final class Chooser {

    /** When somebody's call should have ended, or a minute of somebody's be over. */
    private static final long LIMITS_RETRY_MILLIS = 1_000;

    private final RoutingRules rules;
    private final List<Filter> filters;
    private final List<Filter> preferences;
    private final Sight.Layout layout;

    public Chooser(RoutingRules rules) {
        this.rules = rules;
        this.filters = Filters.hard(rules);
        this.preferences = Filters.preferences(rules);
        this.layout = new Sight.Layout(rules.signals());
    }

    public RoutingRules rules() {
        return rules;
    }

    /** What a {@link Sight} for this chooser has to hold. */
    public Sight.Layout layout() {
        return layout;
    }

    public Decision choose(RouteFacts facts, Candidates candidates, Sight sight, long seed) {
        return choose(new Selection(facts, candidates, sight, seed, false));
    }

    Decision choose(Selection selection) {
        if (!filtered(selection)) {
            return new Decision.Nobody(selection.lastDrop(), retryAfter(selection));
        }
        for (Filter preference : preferences) {
            preference.apply(selection);
        }
        boolean bound = rules.affinity().any() && selection.facts().affinity() != 0;
        return new Decision.Chosen(
                bound ? Affinity.pick(selection) : rules.strategy().pick(selection));
    }

    /** Whether another candidate may take the call too: if not, more has to happen before this one rests. */
    public boolean alternative(RouteFacts facts, Candidates candidates, Sight sight, int index) {
        Selection selection = new Selection(facts, candidates, sight, 0, false);
        if (!filtered(selection)) {
            return false;
        }
        int first = selection.next(0);
        return first != index || selection.next(first + 1) >= 0;
    }

    /** @return whether anybody is left */
    private boolean filtered(Selection selection) {
        for (Filter filter : filters) {
            filter.apply(selection);
            if (selection.count() == 0) {
                return false;
            }
        }
        return true;
    }

    private static long retryAfter(Selection selection) {
        long now = selection.sight().nowMillis();
        return switch (selection.lastDrop()) {
            case RESTING -> (long) selection.firstAwake() - now;
            case PARALLEL, LIMITS -> LIMITS_RETRY_MILLIS;
            default -> -1;
        };
    }
}
