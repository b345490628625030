package io.sluice.router.seam;

import io.sluice.contracts.routing.RouteExplainer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code POST /internal/explain}: a call as for {@link RouteEndpoint}, which is not made; {@code GET}: a call that was, by {@code id} and {@code key}. */
final class ExplainEndpoint {

    private final RouteExplainer explainer;

    ExplainEndpoint(RouteExplainer explainer) {
        this.explainer = explainer;
    }

    void explain(RoutingContext context) {
        CallBody.read(context, call -> answer(context, explainer.explain(call).thenApply(Optional::of)));
    }

    void explained(RoutingContext context) {
        String id = context.request().getParam("id");
        answer(
                context,
                explainer.explained(id == null ? "" : id, context.request().getParam("key")));
    }

    private static void answer(RoutingContext context, CompletionStage<Optional<byte[]>> explained) {
        HttpServerResponse response = context.response();
        Future.fromCompletionStage(explained, context.vertx().getOrCreateContext())
                .onSuccess(json -> {
                    if (json.isEmpty()) {
                        response.setStatusCode(404).end();
                    } else {
                        response.putHeader("content-type", "application/json").end(Buffer.buffer(json.get()));
                    }
                })
                .onFailure(context::fail);
    }
}
