package io.sluice.router.seam;

import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RoutingEngine;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/route}: one call for the engine, answered on the connection it came on. */
final class RouteEndpoint {

    private final RoutingEngine engine;
    private final RunningCalls running;
    private final Vertx vertx;

    RouteEndpoint(RoutingEngine engine, RunningCalls running, Vertx vertx) {
        this.engine = engine;
        this.running = running;
        this.vertx = vertx;
    }

    void handle(RoutingContext context) {
        HttpServerRequest http = context.request();
        String call = http.getHeader(RouteCodec.CALL_HEADER);
        if (call == null) {
            refuse(http.response(), "the header " + RouteCodec.CALL_HEADER + " is missing");
            return;
        }
        http.body().onSuccess(body -> start(http, call, body));
        http.resume(); // Quarkus hands requests over paused
    }

    private void start(HttpServerRequest http, String call, Buffer body) {
        RouteRequest request = read(call, body);
        if (request == null) {
            refuse(http.response(), "the header " + RouteCodec.CALL_HEADER + " cannot be read");
        } else {
            new RelayedCall(request.requestId(), http.response(), running).start(engine, request, vertx);
        }
    }

    private static @Nullable RouteRequest read(String call, Buffer body) {
        try {
            return RouteCodec.request(call, body.getByteBuf().nioBuffer());
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    /** Only a gateway of another version gets here; a client's mistakes are answers of the engine. */
    private static void refuse(HttpServerResponse response, String reason) {
        response.setStatusCode(400).putHeader("content-type", "text/plain").end(reason);
    }
}
