package io.sluice.router.egress;

import io.sluice.router.wire.UpstreamRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A request beside a call whose whole answer is wanted: a token, a picture, the state of a job. Must be called on an event loop. */
public final class Fetch {

    private final Vertx vertx;
    private final Egress egress;

    /** @param headers lower-case names */
    public record Fetched(int status, Map<String, String> headers, ByteBuffer body) {

        public boolean succeeded() {
            return status >= 200 && status < 300;
        }
    }

    public Fetch(Vertx vertx, Egress egress) {
        this.vertx = vertx;
        this.egress = egress;
    }

    /**
     * Completes on the caller's event loop with any answer; fails with an {@link IOException} without one.
     *
     * @param limitMillis for the whole of it
     * @param limitBytes a larger answer is a failure
     */
    public CompletionStage<Fetched> send(UpstreamRequest request, long limitMillis, long limitBytes) {
        return get(request, null, limitMillis, limitBytes);
    }

    /** The same, from an address that was checked before: the name of the host is not resolved anew. */
    public CompletionStage<Fetched> send(
            UpstreamRequest request, InetAddress address, long limitMillis, long limitBytes) {
        return get(request, address, limitMillis, limitBytes);
    }

    private CompletionStage<Fetched> get(
            UpstreamRequest request, @Nullable InetAddress address, long limitMillis, long limitBytes) {
        CompletableFuture<Fetched> answer = new CompletableFuture<>();
        Exchange exchange = egress.send(request, address, new Collector(answer, limitBytes));
        long timer = vertx.setTimer(
                limitMillis,
                ignored -> answer.completeExceptionally(new IOException("no answer within " + limitMillis + " ms")));
        return answer.whenComplete((fetched, fault) -> {
            vertx.cancelTimer(timer);
            exchange.cancel();
        });
    }

    /** Runs tasks on the caller's event loop, for what goes on after a wait for another thread. */
    public Executor onThisLoop() {
        Context here = vertx.getOrCreateContext();
        return task -> here.runOnContext(ignored -> task.run());
    }

    private static final class Collector implements ExchangeHandler {

        private final CompletableFuture<Fetched> answer;
        private final long limitBytes;
        private final List<ByteBuffer> pieces = new ArrayList<>();
        private int status;
        private Map<String, String> headers = Map.of();
        private long size;

        Collector(CompletableFuture<Fetched> answer, long limitBytes) {
            this.answer = answer;
            this.limitBytes = limitBytes;
        }

        @Override
        public void head(int answerStatus, Map<String, String> answerHeaders) {
            status = answerStatus;
            headers = answerHeaders;
        }

        @Override
        public void chunk(ByteBuffer bytes) {
            size += bytes.remaining();
            if (size > limitBytes) {
                answer.completeExceptionally(new IOException("the answer is larger than " + limitBytes + " bytes"));
            } else {
                pieces.add(bytes);
            }
        }

        @Override
        public void end() {
            ByteBuffer whole = ByteBuffer.allocate((int) size);
            pieces.forEach(whole::put);
            answer.complete(new Fetched(status, headers, whole.flip()));
        }

        @Override
        public void broken(Throwable cause, boolean sent) {
            // a connection's message may hold an address
            answer.completeExceptionally(new IOException(cause.getClass().getSimpleName()));
        }
    }
}
