package io.sluice.simulator.journal;

/**
 * What one call took.
 *
 * @param prompt input tokens, cached ones included
 * @param completion output tokens, reasoning included
 * @param units what is counted otherwise
 */
public record Usage(long prompt, long completion, Units units) {

    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0);

    /** Tokens alone. */
    public Usage(long prompt, long completion) {
        this(prompt, completion, Units.NONE);
    }

    /** The same with this many output tokens. */
    public Usage producing(long tokens) {
        return new Usage(prompt, tokens, units);
    }
}
