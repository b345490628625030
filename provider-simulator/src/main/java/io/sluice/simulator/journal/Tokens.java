package io.sluice.simulator.journal;

/**
 * Token counts of one call.
 *
 * @param prompt input tokens, cached ones included
 * @param completion output tokens, reasoning included
 */
public record Tokens(long prompt, long completion) {

    /** Nothing. */
    public static final Tokens NONE = new Tokens(0, 0);
}
