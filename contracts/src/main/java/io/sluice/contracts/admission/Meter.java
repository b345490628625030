package io.sluice.contracts.admission;

/** What a limit counts. Units: nano-dollars, tokens, requests, calls in flight. */
public enum Meter {
    MONEY,
    TOKENS,
    REQUESTS,
    PARALLEL;

    /** Whether it counts by the minute: its account lives for one window and then begins anew. */
    public boolean isRate() {
        return this == TOKENS || this == REQUESTS;
    }
}
