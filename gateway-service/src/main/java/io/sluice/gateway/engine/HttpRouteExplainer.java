package io.sluice.gateway.engine;

import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteExplainer;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks the router, which asks the others when it did not make a call itself. */
public final class HttpRouteExplainer implements RouteExplainer {

    private static final long TIMEOUT_MILLIS = 10_000;

    private final ServiceClient router;

    public HttpRouteExplainer(ServiceClient router) {
        this.router = router;
    }

    @Override
    public CompletionStage<byte[]> explain(RouteRequest request) {
        return router.call(
                        HttpMethod.POST,
                        RouteCodec.EXPLAIN_PATH,
                        Map.of(RouteCodec.CALL_HEADER, RouteCodec.call(request)),
                        Buffer.buffer(bytes(request)),
                        TIMEOUT_MILLIS)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(answer.body().getBytes())
                        : Future.failedFuture("the router answered " + answer.status()))
                .toCompletionStage();
    }

    private static byte[] bytes(RouteRequest request) {
        byte[] bytes = new byte[request.body().remaining()];
        request.body().duplicate().get(bytes);
        return bytes;
    }

    @Override
    public CompletionStage<Optional<byte[]>> explained(String requestId, @Nullable String keyHash) {
        String uri = RouteCodec.EXPLAIN_PATH + "?id=" + encoded(requestId)
                + (keyHash == null ? "" : "&key=" + encoded(keyHash));
        return router.get(uri, TIMEOUT_MILLIS)
                .compose(answer -> switch (answer.status()) {
                    case 200 -> Future.succeededFuture(Optional.of(answer.body().getBytes()));
                    case 404 -> Future.succeededFuture(Optional.<byte[]>empty());
                    default -> Future.failedFuture("the router answered " + answer.status());
                })
                .toCompletionStage();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
