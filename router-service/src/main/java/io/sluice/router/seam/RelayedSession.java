package io.sluice.router.seam;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.contracts.routing.SessionEngine;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.contracts.routing.SessionNote;
import io.sluice.contracts.routing.Turn;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries a session to the gateway: what is said as text messages, what both services tell each other as notes in binary ones. When the gateway is
 * gone, so is the session. Lives on one event loop.
 */
final class RelayedSession implements SessionListener {

    private static final Logger LOG = Logger.getLogger(RelayedSession.class);

    private final ServerWebSocket socket;
    private @Nullable RouteSession session;
    private boolean ended;

    RelayedSession(ServerWebSocket socket) {
        this.socket = socket;
    }

    void start(SessionEngine engine, RouteRequest call) {
        RouteSession opened = engine.open(call, this);
        session = opened;
        if (ended) {
            return;
        }
        socket.textMessageHandler(text -> opened.say(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
        socket.binaryMessageHandler(note -> heard(opened, note));
        socket.drainHandler(ignored -> opened.resume());
        socket.closeHandler(ignored -> opened.cancel());
        socket.exceptionHandler(ignored -> opened.cancel());
    }

    private void heard(RouteSession opened, Buffer bytes) {
        try {
            switch (SessionNote.of(bytes.getBytes())) {
                case SessionNote.Granted(int turn) -> opened.granted(turn);
                case SessionNote.Left() -> opened.cancel();
                default -> throw new IllegalArgumentException("not for a router");
            }
        } catch (IllegalArgumentException e) {
            LOG.warnf("A gateway said what cannot be understood: %s", e.getMessage());
            opened.cancel();
        }
    }

    private void tell(SessionNote note) {
        if (!socket.isClosed()) {
            var _ = socket.writeBinaryMessage(Buffer.buffer(note.bytes()));
        }
    }

    @Override
    public void onAttempt(Attempt finished) {
        tell(new SessionNote.Tried(finished));
    }

    @Override
    public void onHead(RouteHead head) {
        tell(new SessionNote.Head(head.status(), head.headers(), head.outcome()));
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        if (socket.isClosed()) {
            return;
        }
        var _ = socket.writeTextMessage(StandardCharsets.UTF_8.decode(bytes).toString());
        RouteSession opened = session;
        if (opened != null && socket.writeQueueFull()) {
            opened.pause();
        }
    }

    @Override
    public void onTurn(Turn turn) {
        tell(new SessionNote.Wanted(turn));
    }

    @Override
    public void onTurnEnd(int turn, @Nullable Attempt attempt) {
        tell(new SessionNote.Ended(turn, attempt));
    }

    @Override
    public void onHold(boolean hold) {
        // not by this socket, on which the answers to our own questions come
        tell(new SessionNote.Held(hold));
    }

    @Override
    public void onClose(int code, String reason) {
        tell(new SessionNote.Closed(code, reason));
    }

    @Override
    public void onEnd(RouteOutcome outcome) {
        ended = true;
        tell(new SessionNote.Over(outcome));
        if (!socket.isClosed()) {
            var _ = socket.close();
        }
    }
}
