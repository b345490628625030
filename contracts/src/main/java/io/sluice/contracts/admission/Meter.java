package io.sluice.contracts.admission;

/** What a limit counts. Units: nano-dollars, tokens, requests, calls in flight. */
public enum Meter {
    MONEY,
    TOKENS,
    REQUESTS,
    PARALLEL
}
