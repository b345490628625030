package io.sluice.contracts.usage;

/** How well the cost of an attempt is known. Each ledger entry is settled as exactly one of these. */
public enum Certainty {
    /** The provider said the usage. */
    EXACT,
    /** Counted from the bytes that were seen. */
    ESTIMATED,
    /** Nothing is known but that the provider may have charged: the bound that was reserved. */
    UPPER_BOUND,
    /** Proved that nothing was charged: never sent, or refused with an error status. */
    NONE
}
