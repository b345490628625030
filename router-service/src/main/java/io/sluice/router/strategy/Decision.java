package io.sluice.router.strategy;

/** What a choice came to. */
public sealed interface Decision {

    record Chosen(int index) implements Decision {}

    /**
     * Nobody may take the call.
     *
     * @param why the reason of the last that went
     * @param retryAfterMillis when it may be different; -1: not by waiting
     */
    record Nobody(Verdict why, long retryAfterMillis) implements Decision {}
}
