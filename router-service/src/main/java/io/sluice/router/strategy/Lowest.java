package io.sluice.router.strategy;

import java.util.Set;

/**
 * Takes the candidate with the lowest number; among those within a margin of it, by chance.
 *
 * @param margin share of the lowest number: LiteLLM's {@code lowest_latency_buffer}
 * @param exploration share of calls that go to one of the others, so that a number that was bad once can be seen to be good again
 */
record Lowest(String name, Set<Signal> signals, Score score, boolean limits, double margin, double exploration)
        implements Strategy {

    /** The number, by index of a candidate; never NaN, infinite for a candidate that should come last. */
    @FunctionalInterface
    interface Score {
        double of(Selection selection, int index);
    }

    @Override
    public int pick(Selection selection) {
        if (selection.count() == 1) {
            return selection.next(0);
        }
        double lowest = Double.POSITIVE_INFINITY;
        int good = 0;
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            double number = score.of(selection, i);
            if (number < lowest) {
                lowest = number;
                good = 0;
            }
            good += number == lowest ? 1 : 0;
        }
        double limit = lowest;
        if (margin > 0 && Double.isFinite(lowest)) {
            limit += Math.abs(lowest) * margin;
            good = within(selection, limit);
        }
        int others = selection.count() - good;
        if (others > 0 && Draw.unit(selection.seed(), Purpose.EXPLORE) < exploration) {
            return nth(selection, Draw.below(others, selection.seed(), Purpose.EXPLORED), limit, false);
        }
        return nth(selection, Draw.below(good, selection.seed(), Purpose.CHOICE), limit, true);
    }

    private int within(Selection selection, double limit) {
        int within = 0;
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            within += score.of(selection, i) <= limit ? 1 : 0;
        }
        return within;
    }

    private int nth(Selection selection, int n, double limit, boolean within) {
        int left = n;
        for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
            if (score.of(selection, i) <= limit == within && left-- == 0) {
                return i;
            }
        }
        throw new IllegalStateException("a score changed during a choice");
    }
}
