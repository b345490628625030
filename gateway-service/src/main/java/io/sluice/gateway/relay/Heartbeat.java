package io.sluice.gateway.relay;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** Pings a client over its WebSocket: one that is gone without a word is noticed, and proxies between keep the connection. On one event loop. */
final class Heartbeat {

    private static final long PING_MILLIS = 20_000;
    private static final int MOST_UNANSWERED = 3;

    private final Vertx vertx;
    private final long timer;
    private int unanswered;

    /** @param gone called once, when the client has not answered for a minute */
    Heartbeat(Vertx vertx, ServerWebSocket socket, Runnable gone) {
        this.vertx = vertx;
        socket.pongHandler(ignored -> unanswered = 0);
        timer = vertx.setPeriodic(PING_MILLIS, ignored -> {
            if (unanswered++ == MOST_UNANSWERED) {
                gone.run();
            } else {
                var _ = socket.writePing(Buffer.buffer());
            }
        });
    }

    /** It said something. */
    void heard() {
        unanswered = 0;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }
}
