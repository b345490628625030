package io.sluice.router.strategy;

import java.util.ArrayList;
import java.util.List;

/**
 * What decides who may take a call at all. First what the request rules out for good, then what passes with time, then preferences, so that
 * the last drop says best why nobody is left.
 */
final class Filters {

    private static final Filter RESIDENT = Filter.require(
            Verdict.RESIDENCY, (selection, i) -> selection.facts().residency().allows(selection.candidate(i)));

    private static final Filter UNTRIED = Filter.prefer(
            Verdict.TRIED,
            (selection, i) ->
                    !selection.facts().tried().contains(selection.candidate(i).id()));

    private Filters() {}

    /** Those that say no. */
    static List<Filter> hard(RoutingRules rules) {
        List<Filter> filters = new ArrayList<>();
        filters.add(Filters::residency);
        rules.tags().ifPresent(filters::add);
        if (rules.preCallChecks()) {
            filters.add(Filter.require(Verdict.CAPABILITY, Filters::capable));
            filters.add(Filter.require(Verdict.CONTEXT_WINDOW, Filters::fits));
        }
        filters.add(Filters::awake);
        if (rules.calls()) {
            filters.add(Filter.require(Verdict.PARALLEL, Filters::hasPlace));
        }
        if (rules.budgets()) {
            filters.add(Filter.require(Verdict.BUDGET, (s, i) -> s.sight().get(Signal.BUDGET_LEFT, i) > 0));
        }
        if (rules.rates()) {
            filters.add(Filter.require(Verdict.LIMITS, Filters::belowLimits));
        }
        return List.copyOf(filters);
    }

    /** Those that say rather not: they leave somebody. */
    static List<Filter> preferences(RoutingRules rules) {
        List<Filter> filters = new ArrayList<>();
        rules.tags().ifPresent(tags -> filters.add(tags::preferTagged));
        filters.add(Filters::untried);
        filters.add(Filters::lowestOrder);
        filters.add(Filters::canary);
        return List.copyOf(filters);
    }

    private static void residency(Selection selection) {
        if (!selection.facts().residency().equals(Residency.ANYWHERE)) {
            RESIDENT.apply(selection);
        }
    }

    private static boolean capable(Selection selection, int index) {
        var known = selection.candidate(index).capabilities();
        return known.isEmpty() || known.containsAll(selection.facts().needs());
    }

    private static boolean fits(Selection selection, int index) {
        long window = selection.candidate(index).maxInputTokens();
        return window <= 0 || selection.facts().inputTokens() <= window;
    }

    private static void awake(Selection selection) {
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            double from = selection.sight().get(Signal.AVAILABLE_AT, i);
            if (from > selection.sight().nowMillis()) {
                selection.dropResting(i, from);
            }
        }
    }

    private static boolean hasPlace(Selection selection, int index) {
        return selection.sight().get(Signal.CALLS_LEFT, index) >= 1;
    }

    /** As LiteLLM: one more request, and the call's tokens, have to fit into what is left of the minute. */
    private static boolean belowLimits(Selection selection, int index) {
        Sight sight = selection.sight();
        return sight.get(Signal.REQUESTS_LEFT, index) >= 1
                && sight.get(Signal.TOKENS_LEFT, index)
                        >= selection.facts().tokensOf(selection.candidate(index).tpm());
    }

    private static void untried(Selection selection) {
        if (!selection.facts().tried().isEmpty()) {
            UNTRIED.apply(selection);
        }
    }

    private static void lowestOrder(Selection selection) {
        if (!selection.candidates().ordered()) {
            return;
        }
        int lowest = Integer.MAX_VALUE;
        boolean differ = false;
        int first = selection.candidate(selection.next(0)).order();
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            int order = selection.candidate(i).order();
            lowest = Math.min(lowest, order);
            differ |= order != first;
        }
        if (differ) {
            for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
                if (selection.candidate(i).order() != lowest) {
                    selection.drop(i, Verdict.ORDER);
                }
            }
        }
    }

    /**
     * Sends a call to the canaries or past them. What has an affinity is drawn by it, so that a session stays on its side. Should only one
     * side be there, it takes all: a canary is better than no answer.
     */
    private static void canary(Selection selection) {
        if (!selection.candidates().canaries()) {
            return;
        }
        double share = 0;
        int canaries = 0;
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            if (selection.candidate(i).canary()) {
                share += selection.candidate(i).share();
                canaries++;
            }
        }
        if (canaries == 0 || canaries == selection.count()) {
            return;
        }
        long affinity = selection.facts().affinity();
        boolean chosen = Draw.unit(affinity == 0 ? selection.seed() : affinity, Purpose.CANARY) < share;
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            if (selection.candidate(i).canary() != chosen) {
                selection.drop(i, Verdict.CANARY);
            }
        }
    }
}
