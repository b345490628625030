package io.sluice.router.strategy;

import java.util.Set;

/** How one of several deployments that may all take a call is chosen. Pure and without state; see {@link Strategies} for the names. */
public sealed interface Strategy permits SimpleShuffle, Lowest {

    /** LiteLLM's name, or ours. */
    String name();

    /** What has to be looked at. */
    Set<Signal> signals();

    /** Whether LiteLLM takes {@code rpm} and {@code tpm} of the deployments for limits: with all strategies but the shuffle. */
    boolean limits();

    /** @return index of a candidate that is in; the selection is not empty */
    int pick(Selection selection);
}
