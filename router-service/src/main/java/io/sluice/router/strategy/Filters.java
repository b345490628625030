package io.sluice.router.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What decides who may take a call at all. First what the request rules out for good, then what passes with time, then preferences, so that
 * the last drop says best why nobody is left.
 */
final class Filters {

    private Filters() {}

    /** Those that say no. */
    static List<Filter> hard(RoutingRules rules) {
        List<Filter> filters = new ArrayList<>();
        filters.add(Filters::residency);
        rules.tags().ifPresent(filters::add);
        if (rules.preCallChecks()) {
            filters.add(Filters::capable);
            filters.add(Filters::fits);
        }
        filters.add(Filters::awake);
        if (rules.calls()) {
            filters.add(Filters::belowCalls);
        }
        if (rules.budgets()) {
            filters.add(Filters::belowBudget);
        }
        if (rules.rates()) {
            filters.add(Filters::belowRates);
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
        Residency residency = selection.facts().residency();
        if (!residency.equals(Residency.ANYWHERE)) {
            selection.keep(selection.passing((s, i) -> residency.allows(s.candidate(i))), Verdict.RESIDENCY);
        }
    }

    /**
     * Nobody is ruled out for what is not known, and nobody at all where nobody can: a wire may find other words for it, or says that there are none. One need
     * after the other: who sees the picture and keeps to no schema comes before who does neither.
     */
    private static void capable(Selection selection) {
        List<String> needs = selection.facts().needs();
        for (int n = 0; n < needs.size(); n++) {
            CandidateSet lacking = selection.candidates().lacking(needs.get(n));
            selection.prefer(word -> ~lacking.word(word), Verdict.CAPABILITY);
        }
    }

    private static void fits(Selection selection) {
        long tokens = selection.facts().inputTokens();
        if (tokens > selection.candidates().smallestWindow()) {
            selection.keep(selection.passing((s, i) -> tokens <= windowOf(s.candidate(i))), Verdict.CONTEXT_WINDOW);
        }
    }

    private static long windowOf(Candidate candidate) {
        return candidate.maxInputTokens() > 0 ? candidate.maxInputTokens() : Long.MAX_VALUE;
    }

    private static void awake(Selection selection) {
        Sight sight = selection.sight();
        selection.keep(sight.atMost(Signal.AVAILABLE_AT, (double) sight.nowMillis()), Verdict.RESTING);
    }

    private static void belowCalls(Selection selection) {
        selection.keep(selection.sight().atLeast(Signal.CALLS_LEFT, 1), Verdict.PARALLEL);
    }

    private static void belowBudget(Selection selection) {
        selection.keep(selection.sight().atLeast(Signal.BUDGET_LEFT, 1), Verdict.BUDGET);
    }

    /** As LiteLLM: one more request, and the call's tokens, have to fit into what is left of the minute. */
    private static void belowRates(Selection selection) {
        Sight sight = selection.sight();
        selection.keep(sight.atLeast(Signal.REQUESTS_LEFT, 1), Verdict.LIMITS);
        if (!selection.isWithin(
                sight.atLeast(Signal.TOKENS_LEFT, (double) selection.facts().mostTokens()))) {
            selection.keep(selection.passing(Filters::hasTokens), Verdict.LIMITS);
        }
    }

    private static boolean hasTokens(Selection selection, int index) {
        return selection.sight().get(Signal.TOKENS_LEFT, index)
                >= selection.facts().tokensOf(selection.candidate(index).tpm());
    }

    private static void untried(Selection selection) {
        Set<String> tried = selection.facts().tried();
        if (!tried.isEmpty()) {
            selection.prefer(
                    selection.passing((s, i) -> !tried.contains(s.candidate(i).id())), Verdict.TRIED);
        }
    }

    private static void lowestOrder(Selection selection) {
        List<CandidateSet> orders = selection.candidates().orders();
        int lowest = 0;
        while (lowest + 1 < orders.size() && !selection.meets(orders.get(lowest))) {
            lowest++;
        }
        if (orders.size() > 1) {
            selection.keep(orders.get(lowest), Verdict.ORDER);
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
        CandidateSet canary = selection.candidates().canary();
        if (!selection.meets(canary) || selection.isWithin(canary)) {
            return;
        }
        double share = 0;
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            share += Math.max(0, selection.candidate(i).share());
        }
        long affinity = selection.facts().affinity();
        if (Draw.unit(affinity == 0 ? selection.seed() : affinity, Purpose.CANARY) < share) {
            selection.keep(canary, Verdict.CANARY);
        } else {
            selection.drop(canary, Verdict.CANARY);
        }
    }
}
