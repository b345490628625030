package io.sluice.router.seam;

import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /internal/desk/TOPIC}: a question about models. */
final class DeskSeam {

    private final ModelDesk desk;

    DeskSeam(ModelDesk desk) {
        this.desk = desk;
    }

    void handle(RoutingContext context) {
        HttpServerRequest http = context.request();
        http.body()
                .compose(body -> ask(context, body))
                .onSuccess(reply -> context.response()
                        .setStatusCode(reply.status())
                        .putHeader("content-type", "application/json")
                        .end(Buffer.buffer(reply.json())))
                .onFailure(context::fail);
        http.resume(); // Quarkus hands requests over paused
    }

    private Future<ModelDesk.Reply> ask(RoutingContext context, Buffer body) {
        try {
            ModelDesk.Topic topic = ModelDesk.Topic.valueOf(context.pathParam("topic"));
            RouteRequest request = RouteCodec.request(
                    context.request().getHeader(RouteCodec.CALL_HEADER),
                    body.getByteBuf().nioBuffer());
            return Future.fromCompletionStage(
                    desk.ask(topic, request), context.vertx().getOrCreateContext());
        } catch (RuntimeException unreadable) {
            return Future.failedFuture(unreadable);
        }
    }
}
