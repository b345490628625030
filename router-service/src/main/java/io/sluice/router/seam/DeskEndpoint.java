package io.sluice.router.seam;

import io.sluice.contracts.routing.ModelDesk;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /internal/desk/TOPIC}: a question about models. */
final class DeskEndpoint {

    private final ModelDesk desk;

    DeskEndpoint(ModelDesk desk) {
        this.desk = desk;
    }

    void handle(RoutingContext context) {
        CallBody.read(context, call -> {
            ModelDesk.Topic topic = ModelDesk.Topic.valueOf(context.pathParam("topic"));
            Future.fromCompletionStage(desk.ask(topic, call), context.vertx().getOrCreateContext())
                    .onSuccess(reply -> context.response()
                            .setStatusCode(reply.status())
                            .putHeader("content-type", "application/json")
                            .end(Buffer.buffer(reply.json())))
                    .onFailure(context::fail);
        });
    }
}
