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
}
