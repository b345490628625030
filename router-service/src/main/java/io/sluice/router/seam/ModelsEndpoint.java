package io.sluice.router.seam;

import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.ModelTableSource;
import io.sluice.contracts.routing.RouteCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /internal/models}: the model table, or 304 when the gateway has it already. */
final class ModelsEndpoint {

    private final ModelTableSource models;
    private volatile Encoded encoded = new Encoded("", Buffer.buffer());

    private record Encoded(String version, Buffer json) {}

    ModelsEndpoint(ModelTableSource models) {
        this.models = models;
    }

    void handle(RoutingContext context) {
        ModelTable table = models.current();
        String etag = '"' + table.version() + '"';
        context.response().putHeader("etag", etag);
        if (etag.equals(context.request().getHeader("if-none-match"))) {
            context.response().setStatusCode(304).end();
            return;
        }
        context.response().putHeader("content-type", "application/json").end(json(table));
    }

    private Buffer json(ModelTable table) {
        Encoded last = encoded;
        if (!last.version.equals(table.version())) {
            last = new Encoded(table.version(), Buffer.buffer(RouteCodec.modelTable(table)));
            encoded = last;
        }
        return last.json;
    }
}
