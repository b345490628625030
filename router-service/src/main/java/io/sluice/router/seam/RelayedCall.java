package io.sluice.router.seam;

import io.netty.buffer.Unpooled;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RoutingEngine;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the engine's answer to the gateway. Finished attempts go ahead as 103 Early Hints; the outcome is a header when it is
 * known at the head, else a trailer. When the gateway's connection breaks, the provider's call is cancelled. Lives on one event loop.
 */
final class RelayedCall implements RouteListener {

    private static final int EARLY_HINTS_LIMIT = 64;

    /** Where the answer stands. */
    private enum State {
        WAITING,
        WHOLE,
        STREAMING,
        ENDED
    }

    private final String id;
    private final HttpServerResponse response;
    private final RunningCalls running;
    private final Buffer whole = Buffer.buffer(0);
    private State state = State.WAITING;
    private int hints;
    private @Nullable RouteCall call;

    RelayedCall(String id, HttpServerResponse response, RunningCalls running) {
        this.id = id;
        this.response = response;
        this.running = running;
    }

    void start(RoutingEngine engine, RouteRequest request, Vertx vertx) {
        RouteCall started = engine.route(request, this);
        if (state == State.ENDED) {
            return;
        }
        call = started;
        running.add(id, vertx.getOrCreateContext(), started::cancel);
        response.drainHandler(ignored -> started.resume());
        response.closeHandler(ignored -> started.cancel());
        response.exceptionHandler(ignored -> started.cancel());
    }

    @Override
    public void onAttempt(Attempt finished) {
        if (!response.closed() && hints++ < EARLY_HINTS_LIMIT) {
            response.writeEarlyHints(
                    MultiMap.caseInsensitiveMultiMap().add(RouteCodec.ATTEMPT_HEADER, RouteCodec.attempt(finished)));
        }
    }

    @Override
    public void onHead(RouteHead head) {
        response.setStatusCode(head.status());
        head.headers().forEach(response::putHeader);
        RouteOutcome outcome = head.outcome();
        if (outcome == null) {
            state = State.STREAMING;
            response.setChunked(true);
        } else {
            state = State.WHOLE;
            response.putHeader(RouteCodec.OUTCOME_HEADER, RouteCodec.outcome(outcome));
        }
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        Buffer piece = Buffer.buffer(Unpooled.wrappedBuffer(bytes));
        if (state == State.WHOLE) {
            whole.appendBuffer(piece);
            return;
        }
        response.write(piece);
        RouteCall started = call;
        if (started != null && response.writeQueueFull()) {
            started.pause();
        }
    }

    @Override
    public void onEnd(RouteOutcome outcome) {
        State before = state;
        state = State.ENDED;
        running.remove(id);
        if (response.closed()) {
            return;
        }
        switch (before) {
            case WHOLE -> response.end(whole);
            case STREAMING -> {
                response.putTrailer(RouteCodec.OUTCOME_HEADER, RouteCodec.outcome(outcome));
                response.end();
            }
            case WAITING -> {
                // cancelled before there was a head
                response.setStatusCode(outcome.status());
                response.putHeader(RouteCodec.OUTCOME_HEADER, RouteCodec.outcome(outcome));
                response.end();
            }
            case ENDED -> throw new IllegalStateException("the call ended twice");
        }
    }
}
