package io.sluice.simulator.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the journal keeps.
 *
 * @param full whether calls are kept; otherwise only the counts
 * @param capacity calls kept in memory; the oldest go first
 * @param bodyLimit bytes of a request's body that are shown
 * @param file gets one JSON line for each call when it ends, or null
 */
public record JournalOptions(
        boolean full, int capacity, int bodyLimit, @Nullable Path file) {

    /** The last 10,000 calls in memory, 1 MiB of each body, no file. */
    public static JournalOptions defaults() {
        return new JournalOptions(true, 10_000, 1 << 20, null);
    }

    /** Counts alone. */
    public static JournalOptions counts() {
        return new JournalOptions(false, 1, 0, null);
    }
}
