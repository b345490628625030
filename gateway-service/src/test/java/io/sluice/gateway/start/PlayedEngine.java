package io.sluice.gateway.start;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteExplainer;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RoutingEngine;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers at once as long as no test plays it; else a test takes the calls and answers itself. */
final class PlayedEngine implements RoutingEngine, RouteExplainer {

    static final String ANSWER = "{\"id\":\"1\",\"choices\":[]}";

    volatile boolean played;
    volatile String knownBy = "";
    final BlockingQueue<Played> calls = new LinkedBlockingQueue<>();
    volatile RouteRequest last;

    /** A call that a test answers. Its methods may be called from any thread. */
    static final class Played implements RouteCall {

        final RouteRequest request;
        private final RouteListener listener;
        private final Context context = Vertx.currentContext();
        final AtomicInteger pauses = new AtomicInteger();
        final AtomicInteger resumes = new AtomicInteger();
        final BlockingQueue<String> cancels = new LinkedBlockingQueue<>();

        Played(RouteRequest request, RouteListener listener) {
            this.request = request;
            this.listener = listener;
        }

        void attempted(Attempt finished) {
            context.runOnContext(v -> listener.onAttempt(finished));
        }

        void head(RouteOutcome outcome) {
            context.runOnContext(v -> listener.onHead(
                    new RouteHead(200, Map.of("content-type", "text/event-stream; charset=utf-8"), outcome)));
        }

        void chunk(String text) {
            chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        void chunk(byte[] bytes) {
            context.runOnContext(v -> listener.onChunk(ByteBuffer.wrap(bytes)));
        }

        void end(RouteOutcome outcome) {
            context.runOnContext(v -> listener.onEnd(outcome));
        }

        @Override
        public void pause() {
            pauses.incrementAndGet();
        }

        @Override
        public void resume() {
            resumes.incrementAndGet();
        }

        @Override
        public void cancel() {
            cancels.add("cancelled");
            listener.onEnd(outcome(499));
        }
    }

    static Attempt attempt() {
        return new Attempt(
                1,
                "id-1",
                "openai",
                "gpt-4o-mini",
                null,
                200,
                Certainty.EXACT,
                TokenUsage.of(14, 8),
                Money.ofNanos(6_900),
                List.of(),
                Money.ofNanos(10_000),
                1_000_000,
                100,
                200,
                "stop",
                null);
    }

    static RouteOutcome outcome(int status) {
        return new RouteOutcome(status, "gpt", List.of(attempt()), status == 200 ? null : "client_closed");
    }

    @Override
    public RouteCall route(RouteRequest request, RouteListener listener) {
        last = request;
        Played call = new Played(request, listener);
        if (played) {
            calls.add(call);
            return call;
        }
        if (request.scan().stream()) {
            listener.onHead(new RouteHead(200, Map.of("content-type", "text/event-stream; charset=utf-8"), null));
            listener.onChunk(bytes("data: {\"a\":1}\n\n"));
            listener.onChunk(bytes("data: [DONE]\n\n"));
        } else {
            listener.onHead(new RouteHead(200, Map.of("content-type", "application/json"), outcome(200)));
            listener.onChunk(bytes(ANSWER));
        }
        listener.onEnd(outcome(200));
        return call;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Says whom it was asked for. */
    @Override
    public CompletionStage<byte[]> explain(RouteRequest request) {
        String json = "{\"model\":\"" + request.model() + "\",\"key\":\""
                + request.caller().keyHash() + "\"}";
        return CompletableFuture.completedStage(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<Optional<byte[]>> explained(String requestId, String keyHash) {
        return CompletableFuture.completedStage(
                requestId.equals("known") && (keyHash == null || keyHash.equals(knownBy))
                        ? Optional.of("{}".getBytes(StandardCharsets.UTF_8))
                        : Optional.empty());
    }
}
