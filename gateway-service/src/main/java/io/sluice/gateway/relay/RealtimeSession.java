package io.sluice.gateway.relay;

import io.netty.buffer.Unpooled;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.contracts.routing.Turn;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.metrics.EdgeMetrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session between the engine, the client and the money. The upgrade is answered when the provider has answered its own, so that a refusal is an HTTP
 * answer like any other. On one event loop.
 */
final class RealtimeSession implements SessionListener {

    private static final int SWITCHING = 101;

    private final HttpServerRequest request;
    private final boolean named;
    private final CallFacts facts;
    private final Billing billing;
    private final EdgeMetrics metrics;
    private final RealtimeTurns turns;
    private final Buffer refusal = Buffer.buffer(0);

    private @Nullable RouteSession session;
    private @Nullable RealtimeClient client;
    private Optional<byte[]> start;
    private boolean gone;
    private boolean ended;

    /**
     * @param named whether the client wants its subprotocol named
     * @param start what is said to the provider before all that the client says
     */
    RealtimeSession(
            InferenceEndpoint.Environment environment,
            HttpServerRequest request,
            boolean named,
            CallFacts facts,
            Billing billing,
            SessionHold hold,
            Optional<byte[]> start) {
        this.request = request;
        this.named = named;
        this.facts = facts;
        this.billing = billing;
        this.start = start;
        this.metrics = environment.metrics();
        this.turns = new RealtimeTurns(environment, facts, hold, this::granted, this::end);
    }

    /** The engine's side; it may have ended already. */
    void attach(RouteSession opened) {
        session = opened;
        if (gone && !ended) {
            opened.cancel();
        }
    }

    /** The client left. */
    void clientGone() {
        gone = true;
        RouteSession running = session;
        if (running != null && !ended) {
            running.cancel();
        }
    }

    private void granted(int turn) {
        RouteSession running = session;
        if (running != null) {
            running.granted(turn);
        }
    }

    /** Money or tokens are used up: the client is told, and the session is over on both sides. */
    private void end(Refusal why) {
        RealtimeClient open = client;
        if (open != null) {
            open.end(why);
        }
        clientGone();
    }

    // ---- the engine's side

    @Override
    public void onAttempt(Attempt finished) {
        billing.attempted(finished);
        metrics.retried(facts.offer().name());
    }

    @Override
    public void onHead(RouteHead head) {
        if (gone) {
            return;
        }
        AnswerHeaders.put(request.response().headers(), head, facts, billing.reservation());
        if (head.status() != SWITCHING) {
            request.response().setStatusCode(head.status());
            return;
        }
        if (named) {
            request.response().putHeader("sec-websocket-protocol", "realtime");
        }
        metrics.firstByte(facts.offer().name(), System.nanoTime() - facts.startedNanos());
        client = new RealtimeClient(request, () -> session, this::clientGone);
        client.open();
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        RealtimeClient open = client;
        RouteSession running = session;
        if (open != null && running != null && start.isPresent()) {
            running.say(ByteBuffer.wrap(start.get()));
            start = Optional.empty();
        }
        if (open != null) {
            open.tell(StandardCharsets.UTF_8.decode(bytes).toString());
        } else if (!gone) {
            refusal.appendBuffer(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
        }
    }

    @Override
    public void onTurn(Turn turn) {
        turns.want(turn);
    }

    @Override
    public void onTurnEnd(int turn, @Nullable Attempt attempt) {
        turns.ended(turn, attempt);
    }

    @Override
    public void onHold(boolean hold) {
        RealtimeClient open = client;
        if (open != null) {
            open.hold(hold);
        }
    }

    @Override
    public void onClose(int code, String reason) {
        RealtimeClient open = client;
        if (open != null) {
            open.closing(code, reason);
        }
    }

    @Override
    public void onEnd(RouteOutcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        turns.over();
        billing.settle(outcome);
        metrics.ended(facts.offer().name(), outcome, System.nanoTime() - facts.startedNanos(), gone);
        RealtimeClient open = client;
        if (open != null) {
            open.close(outcome.errorType() == null);
        } else if (!gone && !request.response().ended() && !request.response().closed()) {
            AnswerHeaders.putOutcome(request.response().headers(), outcome, facts, System.nanoTime());
            var _ = request.response().end(refusal);
            request.resume();
        }
    }
}
