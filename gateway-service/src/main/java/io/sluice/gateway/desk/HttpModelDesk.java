package io.sluice.gateway.desk;

import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Asks the router. */
public final class HttpModelDesk implements ModelDesk {

    private static final long TIMEOUT_MILLIS = 30_000;

    private final ServiceClient router;

    public HttpModelDesk(ServiceClient router) {
        this.router = router;
    }

    @Override
    public CompletionStage<Reply> ask(Topic topic, RouteRequest request) {
        byte[] body = new byte[request.body().remaining()];
        request.body().duplicate().get(body);
        return router.call(
                        HttpMethod.POST,
                        RouteCodec.DESK_PATH + topic.name(),
                        Map.of(RouteCodec.CALL_HEADER, RouteCodec.call(request)),
                        Buffer.buffer(body),
                        TIMEOUT_MILLIS)
                .map(answer -> new Reply(answer.status(), answer.body().getBytes()))
                .toCompletionStage();
    }
}
