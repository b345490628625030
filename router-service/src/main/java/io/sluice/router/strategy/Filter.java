package io.sluice.router.strategy;

/** Takes candidates out of a selection. Pure: what it does depends on the selection alone. Never called with an empty one. */
@FunctionalInterface
interface Filter {

    void apply(Selection selection);

    /** About one candidate, whatever the others are. */
    @FunctionalInterface
    interface Test {
        boolean holds(Selection selection, int index);
    }

    /** Drops who does not pass. */
    static Filter require(Verdict why, Test test) {
        return selection -> {
            for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
                if (!test.holds(selection, i)) {
                    selection.drop(i, why);
                }
            }
        };
    }

    /** Drops who does not pass, unless nobody does. */
    static Filter prefer(Verdict why, Test test) {
        Filter require = require(why, test);
        return selection -> {
            for (int i = selection.next(0); i >= 0; i = selection.next(i + 1)) {
                if (test.holds(selection, i)) {
                    require.apply(selection);
                    return;
                }
            }
        };
    }
}
