package io.sluice.gateway.engine;

import io.sluice.contracts.error.ErrorBody;
import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.contracts.routing.SessionNote;
import io.sluice.gateway.socket.Heartbeat;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session through the router: what is said as text messages, notes as binary ones. On one event loop. */
final class HttpSession implements RouteSession {

    /** How long the end of a session that was left is waited for. */
    private static final long LEAVE_MILLIS = 2_000;

    private final Vertx vertx;
    private final RouteRequest request;
    private final SessionListener listener;
    private final List<Attempt> tried = new ArrayList<>(0);
    private @Nullable ClientWebSocket socket;
    private @Nullable Heartbeat heartbeat;
    private boolean headGiven;
    private boolean left;
    private boolean ended;
    private boolean paused;
    private boolean full;
    private boolean held;

    HttpSession(Vertx vertx, RouteRequest request, SessionListener listener) {
        this.vertx = vertx;
        this.request = request;
        this.listener = listener;
    }

    void start(WebSocketClient client, WebSocketConnectOptions target) {
        ClientWebSocket opening = client.webSocket();
        opening.textMessageHandler(this::chunk);
        opening.binaryMessageHandler(note -> heard(SessionNote.of(note.getBytes())));
        opening.closeHandler(ignored -> fail());
        opening.exceptionHandler(ignored -> fail());
        opening.connect(target).onComplete(opened -> {
            if (opened.failed()) {
                fail();
                return;
            }
            socket = opening;
            if (!ended) {
                heartbeat = new Heartbeat(vertx, opening, () -> paused, this::fail);
            }
            if (left) {
                tell(new SessionNote.Left());
            }
        });
    }

    private void chunk(String text) {
        if (!ended) {
            listener.onChunk(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void heard(SessionNote note) {
        if (ended) {
            return;
        }
        switch (note) {
            case SessionNote.Tried(Attempt attempt) -> {
                tried.add(attempt);
                listener.onAttempt(attempt);
            }
            case SessionNote.Head(int status, Map<String, String> headers, RouteOutcome outcome) -> {
                headGiven = true;
                listener.onHead(new RouteHead(status, headers, outcome));
            }
            case SessionNote.Wanted(var turn) -> listener.onTurn(turn);
            case SessionNote.Ended(int turn, Attempt attempt) -> listener.onTurnEnd(turn, attempt);
            case SessionNote.Held(boolean hold) -> {
                boolean before = full || held;
                held = hold;
                tellHold(before);
            }
            case SessionNote.Closed(int code, String reason) -> listener.onClose(code, reason);
            case SessionNote.Over(RouteOutcome outcome) -> end(outcome);
            case SessionNote.Granted ignored -> fail();
            case SessionNote.Left ignored -> fail();
        }
    }

    /** The router is away, or broke in the middle. What open turns cost is for the listener to bound. */
    private void fail() {
        if (ended) {
            return;
        }
        ClientWebSocket open = socket;
        RouteOutcome outcome = open == null && tried.isEmpty()
                ? EngineFaults.unreached(request.model())
                : EngineFaults.broken(request.model(), tried);
        ErrorBody error = ErrorBody.of(
                outcome.status(),
                "internal_server_error",
                "The routing service cannot be reached, or broke off. Try again.");
        if (headGiven) {
            listener.onChunk(ByteBuffer.wrap(ErrorJson.event(error)));
        } else {
            listener.onHead(new RouteHead(
                    outcome.status(), Map.of("content-type", "application/json", "retry-after", "1"), outcome));
            listener.onChunk(ByteBuffer.wrap(ErrorJson.write(error, request.protocol())));
        }
        end(outcome);
        if (open != null && !open.isClosed()) {
            var _ = open.close();
        }
    }

    private void end(RouteOutcome outcome) {
        if (!ended) {
            ended = true;
            Heartbeat beat = heartbeat;
            if (beat != null) {
                beat.stop();
            }
            listener.onEnd(outcome);
        }
    }

    private void tell(SessionNote note) {
        ClientWebSocket open = socket;
        if (open != null && !open.isClosed()) {
            var _ = open.writeBinaryMessage(Buffer.buffer(note.bytes()));
        }
    }

    private void tellHold(boolean before) {
        if (before != (full || held)) {
            listener.onHold(!before);
        }
    }

    @Override
    public void say(ByteBuffer message) {
        ClientWebSocket open = socket;
        if (open == null || ended) {
            return;
        }
        var _ = open.writeTextMessage(StandardCharsets.UTF_8.decode(message).toString());
        if (open.writeQueueFull() && !full) {
            boolean before = held;
            full = true;
            tellHold(before);
            open.drainHandler(ignored -> {
                full = false;
                tellHold(true);
            });
        }
    }

    @Override
    public void granted(int turn) {
        tell(new SessionNote.Granted(turn));
    }

    @Override
    public void pause() {
        paused = true;
        ClientWebSocket open = socket;
        if (open != null && !ended) {
            open.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        ClientWebSocket open = socket;
        if (open != null && !ended) {
            open.resume();
        }
    }

    /** Asks the router to end it and listens on for what it cost. */
    @Override
    public void cancel() {
        if (left || ended) {
            return;
        }
        left = true;
        resume();
        tell(new SessionNote.Left());
        vertx.setTimer(LEAVE_MILLIS, ignored -> fail());
    }
}
