package io.sluice.router.strategy;

import java.util.Set;

/**
 * LiteLLM's {@code simple-shuffle}: by chance, in proportion to {@code weight}, or {@code rpm}, or {@code tpm}. The first deployment that is in
 * decides which of the three counts, in this order; those that do not have it get nothing. Without any: all alike.
 */
record SimpleShuffle(String name) implements Strategy {

    @Override
    public Set<Signal> signals() {
        return Set.of();
    }

    @Override
    public boolean limits() {
        return false;
    }

    @Override
    public int pick(Selection selection) {
        int first = selection.next(0);
        if (selection.count() == 1) {
            return first;
        }
        if (!selection.candidates().weighted()) {
            return alike(selection);
        }
        Key key = Key.of(selection.candidate(first));
        double total = 0;
        for (int i = first; i >= 0; i = selection.next(i + 1)) {
            total += key.weight(selection.candidates(), i);
        }
        if (total <= 0) {
            return alike(selection);
        }
        double drawn = Draw.unit(selection.seed(), Purpose.CHOICE) * total;
        int last = first;
        for (int i = first; i >= 0; i = selection.next(i + 1)) {
            double weight = key.weight(selection.candidates(), i);
            if (weight > 0) {
                last = i;
                drawn -= weight;
                if (drawn < 0) {
                    return i;
                }
            }
        }
        return last; // rounding left a rest
    }

    private static int alike(Selection selection) {
        return selection.nth(Draw.below(selection.count(), selection.seed(), Purpose.CHOICE));
    }

    private enum Key {
        WEIGHT,
        RPM,
        TPM,
        NONE;

        static Key of(Candidate first) {
            if (!Double.isNaN(first.weight())) {
                return WEIGHT;
            }
            if (!Double.isNaN(first.rpm())) {
                return RPM;
            }
            return Double.isNaN(first.tpm()) ? NONE : TPM;
        }

        double weight(Candidates candidates, int index) {
            return switch (this) {
                case WEIGHT -> candidates.weight(index);
                case RPM -> candidates.requestRate(index);
                case TPM -> candidates.tokenRate(index);
                case NONE -> 0;
            };
        }
    }
}
