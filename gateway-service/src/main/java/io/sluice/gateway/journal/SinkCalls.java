package io.sluice.gateway.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Calls of the books: one at a time, given up after a while, and after a failure not at once again. For the shipper's thread. */
final class SinkCalls {

    private static final Logger LOG = Logger.getLogger(SinkCalls.class);
    private static final long ANSWER_LIMIT_MILLIS = 30_000;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** What becomes of a call: exactly one of the two, once. */
    interface Outcome<T> {
        void answered(T value);

        void failed();
    }

    private final Executor loop;
    private final LongSupplier clock;
    private final ShippingState state;
    private long number;
    private @Nullable Outcome<?> underWay;
    private long since;
    private long pausedUntil = Long.MIN_VALUE;
    private long pause = FIRST_PAUSE_MILLIS;
    private boolean complained;

    SinkCalls(Executor loop, LongSupplier clock, ShippingState state) {
        this.loop = loop;
        this.clock = clock;
        this.state = state;
    }

    boolean isBusy() {
        return underWay != null;
    }

    /** Whether the next call may start now. */
    boolean isFree() {
        long now = clock.getAsLong();
        if (underWay != null && now - since >= ANSWER_LIMIT_MILLIS) {
            fail("no answer");
        }
        return underWay == null && now >= pausedUntil;
    }

    void forgetPause() {
        pausedUntil = Long.MIN_VALUE;
    }

    /** Starts a call; {@code outcome} is told on the loop. An answer that comes after the call was given up is not heard. */
    <T> void start(Supplier<CompletionStage<T>> call, Outcome<T> outcome) {
        long mine = ++number;
        underWay = outcome;
        since = clock.getAsLong();
        CompletionStage<T> stage;
        try {
            stage = call.get();
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((value, fault) -> loop.execute(() -> {
            if (underWay == null || mine != number) {
                return;
            }
            if (fault == null) {
                succeed(() -> outcome.answered(value));
            } else {
                fail(String.valueOf(fault.getMessage()));
            }
        }));
    }

    private void succeed(Runnable answered) {
        underWay = null;
        pause = FIRST_PAUSE_MILLIS;
        if (complained) {
            complained = false;
            LOG.info("The books take usage events again");
        }
        answered.run();
    }

    private void fail(String why) {
        Outcome<?> failed = underWay;
        underWay = null;
        state.failed();
        pausedUntil = clock.getAsLong() + pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        if (!complained) {
            complained = true;
            LOG.warnf("Usage events wait in the journal until the books take them: %s", why);
        }
        if (failed != null) {
            failed.failed();
        }
    }

    /** An outcome that only an answer matters to. */
    static <T> Outcome<T> onAnswer(Consumer<T> answered) {
        return new Outcome<>() {
            @Override
            public void answered(T value) {
                answered.accept(value);
            }

            @Override
            public void failed() {
                // it is tried again
            }
        };
    }
}
