package io.sluice.conformance.replay;

import io.sluice.conformance.compare.Aspect;
import java.time.Duration;
import java.util.Set;

/**
 * How to replay.
 *
 * @param parallel cases at a time
 * @param patience how long an answer may pause
 * @param counted aspects that decide whether a case passes, where it does not name its own
 * @param known differences that are meant
 */
public record ReplayOptions(int parallel, Duration patience, Set<Aspect> counted, KnownDifferences known) {
    /** A gateway answers scripted providers within milliseconds; some cases script a wait of seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    public static ReplayOptions defaults() {
        return new ReplayOptions(16, PATIENCE, Aspect.CORE, KnownDifferences.none());
    }

    public ReplayOptions with(KnownDifferences meant) {
        return new ReplayOptions(parallel, patience, counted, meant);
    }
}
