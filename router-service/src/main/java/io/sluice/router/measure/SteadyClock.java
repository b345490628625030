package io.sluice.router.measure;

import java.util.function.LongSupplier;

/**
 * Milliseconds since the epoch that never jump: the wall clock of the start, carried on by the monotonic one. A clock that is set back
 * must not lengthen a cooldown, and one that is set forward must not end it. Thread-safe.
 */
public final class SteadyClock implements LongSupplier {

    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    @Override
    public long getAsLong() {
        return startMillis + (System.nanoTime() - startNanos) / 1_000_000;
    }
}
