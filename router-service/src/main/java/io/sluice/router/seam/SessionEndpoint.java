package io.sluice.router.seam;

import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.SessionEngine;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code GET /internal/session}: a session for the engine, over the WebSocket that the request becomes. */
final class SessionEndpoint {

    /** A session has no body; who reads one finds an empty object. */
    private static final byte[] NO_BODY = "{}".getBytes(StandardCharsets.US_ASCII);

    private final SessionEngine engine;

    SessionEndpoint(SessionEngine engine) {
        this.engine = engine;
    }

    void handle(RoutingContext context) {
        RouteRequest call;
        try {
            call = RouteCodec.request(context.request().getHeader(RouteCodec.CALL_HEADER), ByteBuffer.wrap(NO_BODY));
        } catch (RuntimeException unreadable) {
            context.response()
                    .setStatusCode(400)
                    .putHeader("content-type", "text/plain")
                    .end("the header " + RouteCodec.CALL_HEADER + " is missing or cannot be read");
            return;
        }
        context.request()
                .toWebSocket()
                .onSuccess(socket -> new RelayedSession(socket).start(engine, call))
                .onFailure(context::fail);
    }
}
