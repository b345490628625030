package io.sluice.router.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** When what came of one attempt, and whether it takes too long. Used on one event loop. */
final class AttemptClock {

    private static final long NOT_YET = -1;

    /**
     * How long the provider may take.
     *
     * @param firstByteNanos to the head of a stream, or to the end of a whole answer
     * @param firstContentNanos to the first content of a stream; {@link Long#MAX_VALUE}: as long as it likes
     * @param idleNanos between two pieces of it
     */
    record Limits(long firstByteNanos, long firstContentNanos, long idleNanos) {

        /** @param firstContent -1: no limit */
        static Limits ofMillis(long firstByte, long firstContent, long idle) {
            return new Limits(
                    firstByte * 1_000_000,
                    firstContent < 0 ? Long.MAX_VALUE : firstContent * 1_000_000,
                    idle * 1_000_000);
        }
    }

    private final Limits limits;
    private final long startedNanos = System.nanoTime();
    private final long startedAtMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    private long firstContentNanos = NOT_YET;
    private long lastActivityNanos = startedNanos;

    AttemptClock(Limits limits) {
        this.limits = limits;
    }

    /** A sign of life; or the silence so far was ours. */
    void activity() {
        lastActivityNanos = System.nanoTime();
    }

    /** @return whether this is the first */
    boolean content() {
        boolean first = firstContentNanos == NOT_YET;
        if (first) {
            firstContentNanos = System.nanoTime();
        }
        return first;
    }

    boolean hasContent() {
        return firstContentNanos != NOT_YET;
    }

    /** From the start to the first content; -1 when there was none. */
    long firstContentMicros() {
        return hasContent() ? (firstContentNanos - startedNanos) / 1_000 : NOT_YET;
    }

    long durationMicros() {
        return (System.nanoTime() - startedNanos) / 1_000;
    }

    /** By the calendar. */
    long startedAtMicros() {
        return startedAtMicros;
    }

    /**
     * Which limit has passed, in words; null when none has.
     *
     * @param waiting nothing is expected in pieces yet
     * @param streaming an answer comes in pieces: it may take as long as it likes, as long as something comes
     * @param paused nobody takes what comes
     */
    @Nullable
    String late(long now, boolean waiting, boolean streaming, boolean paused) {
        // a whole answer that comes byte by byte would keep the client waiting as long as it likes
        if (!streaming && now - startedNanos > limits.firstByteNanos()) {
            return "no answer within " + limits.firstByteNanos() / 1_000_000 + " ms";
        }
        if (!waiting && now - lastActivityNanos > limits.idleNanos() && !paused) {
            return "nothing more came for " + limits.idleNanos() / 1_000_000 + " ms";
        }
        if (!hasContent() && now - startedNanos > limits.firstContentNanos()) {
            return "no content within " + limits.firstContentNanos() / 1_000_000 + " ms (ttft_timeout)";
        }
        return null;
    }
}
