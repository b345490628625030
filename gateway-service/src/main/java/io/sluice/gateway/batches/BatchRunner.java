package io.sluice.gateway.batches;

import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.batches.BatchWork;
import io.sluice.contracts.batches.LineResult;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.identity.Identified;
import io.sluice.gateway.identity.Identity;
import io.sluice.gateway.identity.KeyCache;
import io.sluice.gateway.routes.RouteMatch;
import io.sluice.gateway.routes.RouteTable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines of batches from the books, as many as may run at once, and runs them with the keys that made the batches: what a key may do is asked when its line
 * runs. All gateways share the work. Everything happens on one event loop.
 */
public final class BatchRunner {

    private static final Logger LOG = Logger.getLogger(BatchRunner.class);
    private static final long IDLE_MILLIS = 1_000;
    private static final long RENEW_MILLIS = TimeUnit.SECONDS.toMillis(BatchWork.LEASE_SECONDS) / 4;
    private static final long AGAIN_MILLIS = 2_000;

    /** Lines are large at times: so many bodies come in one answer of the books. */
    private static final int MOST_AT_ONCE = 4;

    /** Calls of a line that a busy provider does not serve. */
    private static final int MOST_TRIES = 6;

    private final Vertx vertx;
    private final BatchWork work;
    private final KeyCache keys;
    private final RouteTable routes;
    private final LineRunner runner;
    private final int concurrency;
    private final Context loop;
    private final Map<String, BatchLine> running = new LinkedHashMap<>();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private boolean asking;
    private boolean stopping;

    public BatchRunner(
            Vertx vertx, BatchWork work, KeyCache keys, RouteTable routes, LineRunner runner, int concurrency) {
        this.vertx = vertx;
        this.work = work;
        this.keys = keys;
        this.routes = routes;
        this.runner = runner;
        this.concurrency = concurrency;
        this.loop = vertx.getOrCreateContext();
    }

    public void start() {
        loop.runOnContext(ignored -> {
            vertx.setPeriodic(IDLE_MILLIS, timer -> ask());
            vertx.setPeriodic(RENEW_MILLIS, timer -> renew());
        });
    }

    /** Takes no more lines; completes when those that run have ended. */
    public CompletionStage<Void> stop() {
        loop.runOnContext(ignored -> {
            stopping = true;
            if (running.isEmpty()) {
                idle.complete(null);
            }
        });
        return idle;
    }

    private void ask() {
        int free = concurrency - running.size();
        if (stopping || asking || free <= 0) {
            return;
        }
        asking = true;
        onLoop(work.claim(Math.min(free, MOST_AT_ONCE)), (lines, fault) -> {
            asking = false;
            if (lines == null) {
                LOG.debug("The books have no lines now", fault);
                return;
            }
            for (BatchLine line : lines) {
                running.put(line.callId(), line);
                if (stopping) {
                    putBack(line, 0);
                } else {
                    run(line);
                }
            }
            if (!lines.isEmpty()) {
                ask();
            }
        });
    }

    private void renew() {
        if (!running.isEmpty()) {
            onLoop(work.renew(List.copyOf(running.keySet())), (done, fault) -> {
                if (fault != null) {
                    LOG.debug("Leases of lines could not be renewed", fault);
                }
            });
        }
    }

    private void run(BatchLine line) {
        if (line.admin()) {
            identified(line, new Identified.Known(new Caller.Admin(line.keyHash())));
        } else {
            onLoop(keys.find(line.keyHash()), (lookup, fault) -> {
                if (lookup == null) {
                    putBack(line, AGAIN_MILLIS);
                } else {
                    identified(line, Identity.judge(lookup, route(line).route(), line.endpoint()));
                }
            });
        }
    }

    private void identified(BatchLine line, Identified identified) {
        switch (identified) {
            case Identified.Known(Caller caller) -> call(line, caller);
            case Identified.Refused(Refusal refusal) -> {
                if (refusal.error().status() == 503) {
                    putBack(line, AGAIN_MILLIS);
                } else {
                    done(line, refusal.error().status(), ErrorAnswers.json(refusal, Protocol.OPENAI_CHAT));
                }
            }
        }
    }

    private void call(BatchLine line, Caller caller) {
        CompletionStage<LineOutcome> outcome;
        try {
            outcome = runner.run(line, caller, route(line).route(), () -> work.begin(line.callId()));
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        onLoop(outcome, (result, fault) -> {
            if (result == null) {
                LOG.error("call " + line.callId() + " of a batch failed in the gateway", fault);
                Refusal ours = Refusal.of(
                        500, "internal_server_error", "Internal error of the gateway; call id " + line.callId() + '.');
                done(line, 500, ErrorAnswers.json(ours, Protocol.OPENAI_CHAT));
                return;
            }
            switch (result) {
                case LineOutcome.Answered(int status, byte[] json) -> done(line, status, json);
                case LineOutcome.NotNow(long delay) -> putBack(line, delay);
                case LineOutcome.Busy busy -> {
                    if (line.tries() + 1 < MOST_TRIES) {
                        putBack(line, Math.max(busy.delayMillis(), AGAIN_MILLIS << line.tries()));
                    } else {
                        done(line, busy.status(), busy.json());
                    }
                }
                case LineOutcome.NotOurs ignored -> putBack(line, 0);
            }
        });
    }

    private RouteMatch.Found route(BatchLine line) {
        return routes.match("POST", line.endpoint()) instanceof RouteMatch.Found found ? found : unknown(line);
    }

    private static RouteMatch.Found unknown(BatchLine line) {
        throw new IllegalStateException("a batch of an endpoint that is not there: " + line.endpoint());
    }

    private void done(BatchLine line, int status, byte[] json) {
        onLoop(work.done(new LineResult(line.callId(), status, json)), (done, fault) -> {
            if (fault == null) {
                ended(line);
            } else {
                // it was paid for: it is kept until the books are back
                vertx.setTimer(AGAIN_MILLIS, timer -> done(line, status, json));
            }
        });
    }

    /** When the books do not hear of it, the lease ends by itself. */
    private void putBack(BatchLine line, long delayMillis) {
        onLoop(work.putBack(line.callId(), delayMillis), (done, fault) -> {
            if (fault == null) {
                ended(line);
            } else {
                vertx.setTimer(AGAIN_MILLIS, timer -> putBack(line, delayMillis));
            }
        });
    }

    private void ended(BatchLine line) {
        running.remove(line.callId());
        if (stopping && running.isEmpty()) {
            idle.complete(null);
        }
        ask();
    }

    private <T> void onLoop(CompletionStage<T> answer, BiConsumer<@Nullable T, @Nullable Throwable> receiver) {
        answer.whenComplete((value, fault) -> loop.runOnContext(ignored -> receiver.accept(value, fault)));
    }
}
