package io.sluice.router.engine;

import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** What the client of a call is told: a head, pieces, an end, in this order, and nothing after the end. Used on one event loop. */
final class Reply {

    private final RouteListener listener;
    private final AnswerHeads heads;
    private final Protocol protocol;
    private final Way way;
    private final Consumer<RouteOutcome> remember;
    private boolean begun;
    private boolean ended;

    /** @param remember is told of the outcome before the client */
    Reply(RouteListener listener, AnswerHeads heads, Protocol protocol, Way way, Consumer<RouteOutcome> remember) {
        this.listener = listener;
        this.heads = heads;
        this.protocol = protocol;
        this.way = way;
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

    void whole(AttemptRun run, List<ByteBuffer> body, RouteOutcome outcome) {
        listener.onHead(heads.ofWhole(run, way, outcome));
        body.forEach(this::piece);
        end(outcome);
    }

    void refuse(Refusal refusal, RouteOutcome outcome) {
        listener.onHead(heads.ofRefusal(refusal, way, outcome));
        piece(ByteBuffer.wrap(ErrorJson.write(refusal.error(), protocol)));
        end(outcome);
    }

    void end(RouteOutcome outcome) {
        if (!ended) {
            ended = true;
            remember.accept(outcome);
            listener.onEnd(outcome);
        }
    }
}
