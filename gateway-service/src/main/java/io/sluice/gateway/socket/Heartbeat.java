package io.sluice.gateway.socket;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.util.function.BooleanSupplier;

/** Pings the other side of a WebSocket: one that is gone without a word is noticed, and proxies between keep the connection. On one event loop. */
public final class Heartbeat {

    private static final long PING_MILLIS = 20_000;
    private static final int MOST_UNANSWERED = 3;

    private final Vertx vertx;
    private final long timer;
    private int unanswered;

    /**
     * @param deaf whether nothing is read at the moment: then an answer cannot be heard
     * @param gone called once, when the other side has not answered for a minute
     */
    public Heartbeat(Vertx vertx, WebSocketBase socket, BooleanSupplier deaf, Runnable gone) {
        this.vertx = vertx;
        socket.pongHandler(ignored -> heard());
        timer = vertx.setPeriodic(PING_MILLIS, ignored -> {
            if (deaf.getAsBoolean()) {
                return;
            }
            if (unanswered++ == MOST_UNANSWERED) {
                gone.run();
            } else {
                var _ = socket.writePing(Buffer.buffer());
            }
        });
    }

    /** It said something. */
    public void heard() {
        unanswered = 0;
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }
}
