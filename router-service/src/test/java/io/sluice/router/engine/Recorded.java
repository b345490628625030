package io.sluice.router.engine;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.vertx.core.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The client's side of one call, with all that it was told. */
final class Recorded implements RouteListener {

    private static final int PATIENCE_SECONDS = 30;

    final List<Attempt> announced = new CopyOnWriteArrayList<>();
    final CompletableFuture<RouteHead> head = new CompletableFuture<>();
    final CompletableFuture<Void> firstChunk = new CompletableFuture<>();
    final AtomicLong received = new AtomicLong();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<RouteOutcome> end = new CompletableFuture<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Context context;
    private final Consumer<Recorded> atFirstChunk;
    volatile RouteCall call;

    Recorded(Context context, Consumer<Recorded> atFirstChunk) {
        this.context = context;
        this.atFirstChunk = atFirstChunk;
    }

    @Override
    public void onAttempt(Attempt finished) {
        check(!head.isDone() && !end.isDone(), "an attempt after the head");
        announced.add(finished);
    }

    @Override
    public void onHead(RouteHead given) {
        check(head.complete(given), "a second head");
        check(!end.isDone(), "a head after the end");
    }

    @Override
    public void onChunk(ByteBuffer piece) {
        check(head.isDone(), "a chunk before the head");
        check(!end.isDone(), "a chunk after the end");
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        if (received.addAndGet(copy.length) < 1_000_000) {
            bytes.writeBytes(copy);
        }
        if (firstChunk.complete(null)) {
            atFirstChunk.accept(this);
        }
    }

    @Override
    public void onEnd(RouteOutcome outcome) {
        check(end.complete(outcome), "a second end");
    }

    private void check(boolean expected, String otherwise) {
        if (!expected) {
            faults.add(otherwise);
        }
    }

    /** Runs on the call's event loop. */
    void onLoop(Consumer<RouteCall> action) {
        context.runOnContext(ignored -> action.accept(call));
    }

    RouteOutcome outcome() {
        RouteOutcome outcome = await(end);
        if (!faults.isEmpty()) {
            throw new AssertionError("broken order: " + faults);
        }
        return outcome;
    }

    RouteHead answerHead() {
        return await(head);
    }

    String text() {
        outcome();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    Attempt attempt(int number) {
        return outcome().attempts().get(number - 1);
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing happened for " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
