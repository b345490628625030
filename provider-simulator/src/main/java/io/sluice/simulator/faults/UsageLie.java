package io.sluice.simulator.faults;

/** How the token counts in an answer differ from what was produced. */
public enum UsageLie {
    /** they do not */
    NONE,
    /** no usage at all */
    MISSING,
    /** zero for both */
    ZERO,
    /** the right figures with a minus */
    NEGATIVE,
    /** a billion times too much */
    HUGE,
    /** the right figures, and in a stream two usage events */
    TWICE;

    private static final long BILLION = 1_000_000_000L;

    /** The figure that is sent for the true figure {@code tokens}. */
    public long tell(long tokens) {
        return switch (this) {
            case NONE, MISSING, TWICE -> tokens;
            case ZERO -> 0;
            case NEGATIVE -> -tokens;
            case HUGE -> tokens * BILLION;
        };
    }
}
