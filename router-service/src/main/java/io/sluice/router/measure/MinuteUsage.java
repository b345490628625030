package io.sluice.router.measure;

import static java.util.Objects.requireNonNull;

import io.sluice.router.failure.ErrorClass;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tokens and failures of one deployment in the current minute of UTC, as LiteLLM's usage-based routing counts them;
 * what the other routers of the fleet used is added to it. Lock-free.
 */
final class MinuteUsage {

    private static final long MINUTE_MILLIS = 60_000;

    private static final class Minute {
        private final long number;
        private final LongAdder tokens = new LongAdder();
        private final AtomicIntegerArray failures = new AtomicIntegerArray(ErrorClass.values().length);

        private Minute(long number) {
            this.number = number;
        }
    }

    private record Others(long minute, long tokens) {}

    private final AtomicReference<Minute> current = new AtomicReference<>(new Minute(-1));
    private volatile Others others = new Others(-1, 0);

    static long minuteOf(long millis) {
        return Math.floorDiv(millis, MINUTE_MILLIS);
    }

    void tokens(long nowMillis, long tokens) {
        at(minuteOf(nowMillis)).tokens.add(tokens);
    }

    void failure(long nowMillis, ErrorClass errorClass) {
        at(minuteOf(nowMillis)).failures.incrementAndGet(errorClass.ordinal());
    }

    /** This router's own. */
    long ownTokens(long minute) {
        Minute now = now();
        return now.number == minute ? now.tokens.sum() : 0;
    }

    /** The fleet's, as far as it is known. */
    long tokens(long minute) {
        Others rest = others;
        return ownTokens(minute) + (rest.minute == minute ? rest.tokens : 0);
    }

    int failures(long minute, ErrorClass errorClass) {
        Minute now = now();
        return now.number == minute ? now.failures.get(errorClass.ordinal()) : 0;
    }

    void othersUsed(long minute, long tokens) {
        others = new Others(minute, tokens);
    }

    /** A call that lasted over the turn of the minute counts into the new one; an older minute never comes back. */
    private Minute at(long number) {
        Minute now = now();
        while (now.number < number) {
            Minute next = new Minute(number);
            if (current.compareAndSet(now, next)) {
                return next;
            }
            now = now();
        }
        return now;
    }

    private Minute now() {
        return requireNonNull(current.get());
    }
}
