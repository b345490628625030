package io.sluice.gateway.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.batches.BatchWork;
import io.sluice.contracts.batches.LineResult;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.gateway.identity.KeyCache;
import io.sluice.gateway.routes.GatewayRoutes;
import io.sluice.gateway.routes.RouteTable;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchRunnerTest {

    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    private final Vertx vertx = Vertx.vertx();
    private final Played work = new Played();
    private volatile KeyLookup key = new KeyLookup.Unknown();

    /** Books that a test looks into. What happens is told in texts: {@code done 1 200}, {@code back 1 2000}. */
    private static final class Played implements BatchWork {

        final Queue<BatchLine> waiting = new ConcurrentLinkedQueue<>();
        final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        final AtomicInteger deaf = new AtomicInteger();

        @Override
        public CompletionStage<List<BatchLine>> claim(int most) {
            List<BatchLine> lines = new ArrayList<>();
            while (lines.size() < most && !waiting.isEmpty()) {
                lines.add(waiting.remove());
            }
            return CompletableFuture.completedFuture(lines);
        }

        @Override
        public CompletionStage<Boolean> begin(String callId) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletionStage<Void> renew(List<String> callIds) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> putBack(String callId, long delayMillis) {
            told.add("back " + callId + ' ' + delayMillis);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> done(LineResult result) {
            if (deaf.getAndDecrement() > 0) {
                return CompletableFuture.failedFuture(new IllegalStateException("the books are away"));
            }
            told.add("done " + result.callId() + ' ' + result.status());
            return CompletableFuture.completedFuture(null);
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private BatchRunner runner(LineRunner lines, int concurrency) {
        KeyCache keys =
                new KeyCache(hash -> CompletableFuture.completedFuture(key), KeyCache.Ages.PUSHED, System::nanoTime);
        BatchRunner runner =
                new BatchRunner(vertx, work, keys, new RouteTable(GatewayRoutes.all(true)), lines, concurrency);
        runner.start();
        return runner;
    }

    private void line(String callId, boolean admin, int tries) {
        work.waiting.add(new BatchLine(callId, "hash", admin, "/v1/chat/completions", tries, JSON));
    }

    private String next() throws InterruptedException {
        return String.valueOf(work.told.poll(30, TimeUnit.SECONDS));
    }

    private static LineRunner always(LineOutcome outcome) {
        return (line, caller, route, fence) -> CompletableFuture.completedFuture(outcome);
    }

    @Test
    void shouldRunNoMoreLinesAtOnceThanItMay() throws InterruptedException {
        IntStream.range(0, 30).forEach(i -> line("call-" + i, true, 0));
        Queue<CompletableFuture<LineOutcome>> open = new ConcurrentLinkedQueue<>();
        AtomicInteger most = new AtomicInteger();
        runner(
                (line, caller, route, fence) -> {
                    CompletableFuture<LineOutcome> call = new CompletableFuture<>();
                    open.add(call);
                    most.accumulateAndGet(open.size(), Math::max);
                    if (open.size() == 3) {
                        vertx.setTimer(20, ignored -> {
                            while (!open.isEmpty()) {
                                open.remove().complete(new LineOutcome.Answered(200, JSON));
                            }
                        });
                    }
                    return call;
                },
                3);

        for (int i = 0; i < 30; i++) {
            assertThat(next()).startsWith("done ");
        }
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    void shouldTryABusyProviderAgainLaterAndLaterAndThenTakeItsError() throws InterruptedException {
        runner(always(new LineOutcome.Busy(429, JSON, 0)), 1);
        line("first", true, 0);
        assertThat(next()).isEqualTo("back first 2000");
        line("third", true, 2);
        assertThat(next()).isEqualTo("back third 8000");
        line("sixth", true, 5);
        assertThat(next()).isEqualTo("done sixth 429");
    }

    @Test
    void shouldFailLinesOfAKeyThatIsGoneAndWaitForADirectoryThatIsAway() throws InterruptedException {
        runner(always(new LineOutcome.Answered(200, JSON)), 1);
        line("gone", false, 0);
        assertThat(next()).isEqualTo("done gone 401");
        key = new KeyLookup.Unavailable("away");
        work.waiting.add(new BatchLine("away", "other", false, "/v1/chat/completions", 0, JSON));
        assertThat(next()).startsWith("back away");
    }

    @Test
    void shouldKeepAResultUntilTheBooksAreBack() throws InterruptedException {
        work.deaf.set(2);
        runner(always(new LineOutcome.Answered(200, JSON)), 1);
        line("paid", true, 0);

        assertThat(next()).isEqualTo("done paid 200");
    }

    @Test
    void shouldEndWhatRunsWhenItStops() throws InterruptedException {
        CompletableFuture<LineOutcome> call = new CompletableFuture<>();
        CompletableFuture<Void> called = new CompletableFuture<>();
        BatchRunner runner = runner(
                (line, caller, route, fence) -> {
                    called.complete(null);
                    return call;
                },
                4);
        line("running", true, 0);
        called.join();
        CompletableFuture<Void> stopped = runner.stop().toCompletableFuture();
        assertThat(stopped).isNotDone();
        line("late", true, 0);

        call.complete(new LineOutcome.Answered(200, JSON));

        stopped.join();
        assertThat(next()).isEqualTo("done running 200");
        assertThat(work.waiting).hasSize(1);
    }
}
