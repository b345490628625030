package io.sluice.gateway.relay;

import io.netty.buffer.Unpooled;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.gateway.metrics.EdgeMetrics;
import io.sluice.gateway.routes.Surface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer to the client as it comes. The call is settled and journaled before the last byte leaves: a client that knows the
 * end of the answer may leave at once and must not find its call unwritten. On one event loop.
 *
 * <p>A whole answer leaves in one write with its head. Of a stream, each piece leaves as it came; only the piece with the end mark is
 * held until the outcome is there, which is in the same turn of the event loop as a rule.
 */
final class RelayedAnswer implements RouteListener {

    /** What the last events end with: OpenAI's, and the one of Anthropic's messages. */
    private static final byte[][] END_MARKS = {
        "[DONE]".getBytes(StandardCharsets.UTF_8), "{\"type\":\"message_stop\"}".getBytes(StandardCharsets.UTF_8)
    };

    private final HttpServerResponse response;
    private final CallFacts facts;
    private final Billing billing;
    private final EdgeMetrics metrics;
    private final Consumer<RouteOutcome> afterwards;

    private @Nullable RouteCall call;
    private boolean streaming;
    private boolean gone;
    private boolean ended;
    private boolean firstSeen;
    private @Nullable Buffer held;

    /** @param afterwards told once the last byte is on its way to a client that is still there */
    RelayedAnswer(
            HttpServerResponse response,
            CallFacts facts,
            Billing billing,
            EdgeMetrics metrics,
            Consumer<RouteOutcome> afterwards) {
        this.response = response;
        this.facts = facts;
        this.billing = billing;
        this.metrics = metrics;
        this.afterwards = afterwards;
    }

    /** The call that feeds this answer; it may have ended already. */
    void attach(RouteCall started) {
        call = started;
        if (gone && !ended) {
            started.cancel();
        }
    }

    /** The client left. */
    void clientGone() {
        if (gone || ended) {
            return;
        }
        gone = true;
        held = null;
        RouteCall running = call;
        if (running != null) {
            running.resume();
            running.cancel();
        }
    }

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
        response.setStatusCode(head.status());
        AnswerHeaders.put(response.headers(), head, facts, billing.reservation());
        streaming = head.outcome() == null;
        if (streaming) {
            response.setChunked(true);
        }
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        if (gone) {
            return;
        }
        if (!firstSeen) {
            firstSeen = true;
            metrics.firstByte(facts.offer().name(), System.nanoTime() - facts.startedNanos());
        }
        Buffer piece = Buffer.buffer(Unpooled.wrappedBuffer(bytes));
        Buffer earlier = held;
        if (earlier != null) {
            held = Buffer.buffer(earlier.length() + piece.length())
                    .appendBuffer(earlier)
                    .appendBuffer(piece);
        } else if (!streaming || isEndMark(bytes)) {
            held = piece;
        } else {
            write(piece);
        }
    }

    private void write(Buffer piece) {
        var _ = response.write(piece);
        RouteCall running = call;
        if (response.writeQueueFull() && running != null) {
            running.pause();
            response.drainHandler(ignored -> running.resume());
        }
    }

    /** Whether a piece ends with the mark of an end and white space. */
    private static boolean isEndMark(ByteBuffer bytes) {
        int at = bytes.limit() - 1;
        while (at >= bytes.position() && (bytes.get(at) == '\n' || bytes.get(at) == '\r')) {
            at--;
        }
        return isMark(bytes, at + 1, END_MARKS[0]) || isMark(bytes, at + 1, END_MARKS[1]);
    }

    private static boolean isMark(ByteBuffer bytes, int end, byte[] mark) {
        int start = end - mark.length;
        if (start < bytes.position()) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if (bytes.get(start + i) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onEnd(RouteOutcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        billing.settle(outcome);
        metrics.ended(facts.offer().name(), outcome, System.nanoTime() - facts.startedNanos(), gone);
        if (gone || response.ended() || response.closed()) {
            return;
        }
        if (streaming && outcome.errorType() != null && isSound()) {
            // bytes of sound have no place for an error: only a broken connection says that they are not all
            response.reset();
            return;
        }
        if (!streaming) {
            AnswerHeaders.putOutcome(response.headers(), outcome, facts, System.nanoTime());
        }
        Buffer last = held;
        var _ = last == null ? response.end() : response.end(last);
        afterwards.accept(outcome);
    }

    private boolean isSound() {
        String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        return facts.surface() == Surface.SPEECH && (type == null || !type.startsWith("text/event-stream"));
    }
}
