package io.sluice.simulator.faults;

import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import org.jspecify.annotations.Nullable;

/** How the counts in an answer differ from what was produced. */
public enum UsageLie {
    /** they do not */
    NONE,
    /** no usage at all */
    MISSING,
    /** zero for all */
    ZERO,
    /** the right figures with a minus */
    NEGATIVE,
    /** a billion times too much */
    HUGE,
    /** the right figures, and in a stream two usage events */
    TWICE;

    private static final long BILLION = 1_000_000_000L;

    /** The figure that is sent for the true figure {@code count}. */
    public long tell(long count) {
        return count * factor();
    }

    /** The figures that are sent for the true ones; null when none are. */
    public @Nullable Usage tell(Usage truth) {
        if (this == MISSING) {
            return null;
        }
        Units units = truth.units();
        return new Usage(
                tell(truth.prompt()),
                tell(truth.completion()),
                new Units(
                        tell(units.images()),
                        // no minus zero, which is not equal to zero in a record
                        units.seconds() * factor() + 0.0,
                        tell(units.characters()),
                        tell(units.searches()),
                        tell(units.pages())));
    }

    private long factor() {
        return switch (this) {
            case NONE, MISSING, TWICE -> 1;
            case ZERO -> 0;
            case NEGATIVE -> -1;
            case HUGE -> BILLION;
        };
    }
}
