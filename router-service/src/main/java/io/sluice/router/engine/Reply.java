package io.sluice.router.engine;

import static java.util.Objects.requireNonNull;

import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.router.failure.ProviderFailure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the client of a call is told: a head, pieces, an end, in this order, and nothing after the end. Used on one event loop. */
final class Reply {

    private final RouteListener listener;
    private final AnswerHeads heads;
    private final Refusals refusals;
    private final Protocol protocol;
    private final Way way;
    private final Attempts attempts;
    private final Consumer<RouteOutcome> remember;
    private boolean begun;
    private boolean ended;

    /**
     * @param way and attempts: what the outcome says
     * @param remember is told of the outcome before the client
     */
    Reply(
            RouteListener listener,
            AnswerHeads heads,
            Refusals refusals,
            Protocol protocol,
            Way way,
            Attempts attempts,
            Consumer<RouteOutcome> remember) {
        this.listener = listener;
        this.heads = heads;
        this.refusals = refusals;
        this.protocol = protocol;
        this.way = way;
        this.attempts = attempts;
        this.remember = remember;
    }

    /** Whether the client has seen the head of a stream. */
    boolean begun() {
        return begun;
    }

    boolean ended() {
        return ended;
    }

    /** The head of a stream. An attempt that goes on with one has none. */
    void begin(AttemptRun run) {
        if (!begun) {
            begun = true;
            listener.onHead(heads.ofStream(run, way));
        }
    }

    void piece(ByteBuffer bytes) {
        if (!ended) {
            listener.onChunk(bytes);
        }
    }

    /** The answer ended as it should. @param body of one that did not come in pieces */
    void succeed(AttemptRun run, List<ByteBuffer> body) {
        RouteOutcome outcome = outcome(heads.status(run), null);
        if (!run.streamed()) {
            listener.onHead(heads.ofWhole(run, way, outcome));
            body.forEach(this::piece);
        }
        end(outcome);
    }

    /** Nothing but an error. */
    void refuse(Refusal refusal) {
        RouteOutcome outcome = outcome(refusal.error().status(), refusal.error().type());
        listener.onHead(heads.ofRefusal(refusal, way, outcome));
        piece(ByteBuffer.wrap(ErrorJson.write(refusal.error(), protocol)));
        end(outcome);
    }

    /** The answer broke off, and that has a place in it unless it is sound. */
    void breakOff(AttemptRun run, ProviderFailure failure) {
        if (heads.hasEvents(run)) {
            breakOff(failure);
        } else {
            end(failure.status(), failure.errorClass().litellmName());
        }
    }

    /** Ends an answer of which the client has seen a part with an error event. */
    void breakOff(ProviderFailure failure) {
        piece(refusals.event(failure, requireNonNull(way.target()), way.name()));
        end(failure.status(), failure.errorClass().litellmName());
    }

    /** Without another word. @param error as the ledger names it */
    void end(int status, String error) {
        end(outcome(status, error));
    }

    private void end(RouteOutcome outcome) {
        if (!ended) {
            ended = true;
            remember.accept(outcome);
            listener.onEnd(outcome);
        }
    }

    private RouteOutcome outcome(int status, @Nullable String error) {
        return new RouteOutcome(status, way.group(), attempts.made(), error);
    }
}
