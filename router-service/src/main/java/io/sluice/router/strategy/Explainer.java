package io.sluice.router.strategy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Explains a choice by making it again: same rules, same numbers, same seed. So a call has to keep no more than references to what it chose
 * with ({@link Choice}), and an explanation costs something only when it is asked for.
 */
public final class Explainer {

    private Explainer() {}

    /** Everything that a choice came from. */
    public record Choice(Chooser chooser, RouteFacts facts, Candidates candidates, Sight sight, long seed) {

        public Decision decide() {
            return chooser.choose(facts, candidates, sight, seed);
        }
    }

    public static Explanation explain(Choice choice) {
        Selection selection = new Selection(choice.facts, choice.candidates, choice.sight, choice.seed, true);
        Decision decision = choice.chooser.choose(selection);
        int chosen = decision instanceof Decision.Chosen(int index) ? index : -1;
        List<Explanation.Row> rows = new ArrayList<>();
        for (int i = 0; i < choice.candidates.size(); i++) {
            Verdict dropped = selection.reason(i);
            Verdict verdict = dropped == Verdict.KEPT && i != chosen ? Verdict.NOT_CHOSEN : dropped;
            rows.add(new Explanation.Row(
                    choice.candidates.get(i).id(),
                    verdict,
                    i == chosen ? "was chosen" : verdict.says(),
                    saw(choice.sight, i)));
        }
        boolean bound = choice.chooser.rules().affinity().any() && choice.facts.affinity() != 0;
        return new Explanation(
                choice.chooser.rules().strategy().name(),
                choice.seed,
                choice.sight.nowMillis(),
                rows,
                chosen < 0 ? "" : choice.candidates.get(chosen).id(),
                why(decision, bound, selection.count()),
                thereafter(choice, chosen));
    }

    private static String why(Decision decision, boolean bound, int among) {
        return switch (decision) {
            case Decision.Chosen _ when bound -> "the session or prompt belongs to it";
            case Decision.Chosen _ when among == 1 -> "the only one left";
            case Decision.Chosen _ -> "by the strategy, among " + among;
            case Decision.Nobody(Verdict last, long retryAfter) ->
                "nobody is left: the last " + last.says()
                        + (retryAfter < 0 ? "" : "; may change in " + retryAfter + " ms");
        };
    }

    private static Map<String, Double> saw(Sight sight, int candidate) {
        Map<String, Double> saw = new TreeMap<>();
        for (Signal signal : sight.layout().signals()) {
            double value = sight.get(signal, candidate);
            if (Double.isFinite(value)) {
                saw.put(signal.name().toLowerCase(Locale.ROOT), value);
            }
        }
        return saw;
    }

    /** What retries of the call would have chosen, seen from the same moment. */
    private static List<String> thereafter(Choice choice, int chosen) {
        List<String> order = new ArrayList<>();
        Set<String> tried = new HashSet<>(choice.facts.tried());
        int last = chosen;
        while (last >= 0 && tried.add(choice.candidates.get(last).id())) {
            Decision next = choice.chooser.choose(
                    choice.facts.afterTrying(tried),
                    choice.candidates,
                    choice.sight,
                    Draw.mix(choice.seed, tried.size()));
            last = next instanceof Decision.Chosen(int index) ? index : -1;
            if (last >= 0 && !tried.contains(choice.candidates.get(last).id())) {
                order.add(choice.candidates.get(last).id());
            }
        }
        return order;
    }
}
