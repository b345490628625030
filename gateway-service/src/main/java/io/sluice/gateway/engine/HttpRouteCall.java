package io.sluice.gateway.engine;

import io.netty.buffer.Unpooled;
import io.sluice.contracts.error.ErrorBody;
import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call to the router. On one event loop. */
final class HttpRouteCall implements RouteCall {

    /** How long the outcome of a cancelled call is waited for before the connection is given up. */
    private static final long CANCEL_MILLIS = 2_000;

    private static final long CANCEL_AGAIN_MILLIS = 100;

    private static final Set<String> OWN_HEADERS = Set.of(
            "transfer-encoding",
            "content-length",
            "connection",
            "keep-alive",
            "trailer",
            "date",
            RouteCodec.OUTCOME_HEADER,
            RouteCodec.ATTEMPT_HEADER);

    private final HttpRoutingEngine engine;
    private final RouteRequest request;
    private final RouteListener listener;
    private final List<Attempt> attempts = new ArrayList<>(0);

    private @Nullable HttpClientRequest upstream;
    private @Nullable HttpClientResponse response;
    private boolean sent;
    private boolean headGiven;
    private boolean paused;
    private boolean cancelled;
    private boolean ended;

    HttpRouteCall(HttpRoutingEngine engine, RouteRequest request, RouteListener listener) {
        this.engine = engine;
        this.request = request;
        this.listener = listener;
    }

    void start() {
        engine.clientOfThisLoop().request(engine.post(RouteCodec.ROUTE_PATH)).onComplete(connected -> {
            if (connected.failed()) {
                fail();
            } else if (cancelled) {
                end(EngineFaults.unreached(request.model()));
                connected.result().reset();
            } else {
                send(connected.result());
            }
        });
    }

    private void send(HttpClientRequest client) {
        upstream = client;
        client.putHeader(RouteCodec.CALL_HEADER, RouteCodec.call(request));
        client.earlyHintsHandler(this::attempt);
        sent = true;
        client.send(body(RouteCodec.body(request))).onComplete(answered -> {
            if (answered.failed()) {
                fail();
            } else {
                answer(answered.result());
            }
        });
    }

    private static Buffer body(List<ByteBuffer> pieces) {
        return Buffer.buffer(Unpooled.wrappedBuffer(pieces.toArray(ByteBuffer[]::new)));
    }

    private void attempt(MultiMap hints) {
        String finished = hints.get(RouteCodec.ATTEMPT_HEADER);
        if (finished != null && !ended) {
            Attempt known = RouteCodec.attempt(finished);
            attempts.add(known);
            listener.onAttempt(known);
        }
    }

    private void answer(HttpClientResponse from) {
        response = from;
        String outcome = from.getHeader(RouteCodec.OUTCOME_HEADER);
        RouteOutcome known = outcome == null ? null : RouteCodec.outcome(outcome);
        if (known == null && from.statusCode() != 200) {
            // the router's own refusal: another version, another token
            fail();
            return;
        }
        headGiven = true;
        if (!ended) {
            listener.onHead(new RouteHead(from.statusCode(), headers(from.headers()), known));
        }
        from.handler(this::chunk);
        from.exceptionHandler(ignored -> fail());
        from.endHandler(ignored -> finished(from, known));
        if (paused) {
            from.pause();
        }
    }

    private static Map<String, String> headers(MultiMap from) {
        Map<String, String> headers = new HashMap<>(32);
        for (Map.Entry<String, String> header : from) {
            if (!OWN_HEADERS.contains(header.getKey())) {
                headers.put(header.getKey(), header.getValue());
            }
        }
        return headers;
    }

    private void chunk(Buffer bytes) {
        if (!ended) {
            listener.onChunk(bytes.getByteBuf().nioBuffer());
        }
    }

    private void finished(HttpClientResponse from, @Nullable RouteOutcome known) {
        String trailer = known == null ? from.getTrailer(RouteCodec.OUTCOME_HEADER) : null;
        if (known != null) {
            end(known);
        } else if (trailer != null) {
            end(RouteCodec.outcome(trailer));
        } else {
            fail();
        }
    }

    /** The router is away, or broke in the middle. */
    private void fail() {
        if (ended) {
            return;
        }
        RouteOutcome outcome =
                sent ? EngineFaults.lost(502, request.model(), attempts) : EngineFaults.unreached(request.model());
        String message = sent
                ? "The routing service broke off before the answer was complete."
                : "The routing service cannot be reached. Try again.";
        ErrorBody error = ErrorBody.of(outcome.status(), "internal_server_error", message);
        byte[] json = ErrorJson.write(error, request.protocol());
        if (!headGiven) {
            Map<String, String> headers = new HashMap<>();
            headers.put("content-type", "application/json");
            if (!sent) {
                headers.put("retry-after", "1");
            }
            listener.onHead(new RouteHead(outcome.status(), headers, outcome));
            listener.onChunk(ByteBuffer.wrap(json));
        } else {
            listener.onChunk(event(json));
        }
        HttpClientRequest client = upstream;
        end(outcome);
        if (client != null) {
            client.reset();
        }
    }

    private static ByteBuffer event(byte[] json) {
        byte[] start = "\n\ndata: ".getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\n\n".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(start.length + json.length + end.length)
                .put(start)
                .put(json)
                .put(end)
                .flip();
    }

    private void end(RouteOutcome outcome) {
        if (!ended) {
            ended = true;
            listener.onEnd(outcome);
        }
    }

    @Override
    public void pause() {
        paused = true;
        HttpClientResponse from = response;
        if (from != null && !ended) {
            from.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        HttpClientResponse from = response;
        if (from != null && !ended) {
            from.resume();
        }
    }

    /** Asks the router to stop and keeps reading for the outcome, so that the call is settled at what it really cost. */
    @Override
    public void cancel() {
        if (cancelled || ended) {
            return;
        }
        cancelled = true;
        resume();
        if (sent) {
            askToStop();
            engine.vertx().setTimer(CANCEL_MILLIS, ignored -> fail());
        }
    }

    private void askToStop() {
        if (ended) {
            return;
        }
        engine.clientOfThisLoop()
                .request(engine.post(RouteCodec.CANCEL_PATH + "?id=" + request.requestId()))
                .compose(HttpClientRequest::send)
                .onComplete(answered -> {
                    // 404: the call has not reached the engine yet
                    if (!ended && answered.succeeded() && answered.result().statusCode() == 404) {
                        engine.vertx().setTimer(CANCEL_AGAIN_MILLIS, ignored -> askToStop());
                    }
                });
    }
}
