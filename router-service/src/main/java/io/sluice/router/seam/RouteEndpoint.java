package io.sluice.router.seam;

import io.sluice.contracts.routing.RoutingEngine;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

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
        CallBody.read(
                context,
                call -> new RelayedCall(call.requestId(), context.response(), running).start(engine, call, vertx));
    }
}
