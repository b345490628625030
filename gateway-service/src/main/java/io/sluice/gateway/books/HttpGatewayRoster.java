package io.sluice.gateway.books;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.admission.GatewayRoster;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The roster over HTTP. */
public final class HttpGatewayRoster implements GatewayRoster {

    private static final long TIMEOUT_MILLIS = 3_000;

    private record Told(
            String gateway, long incarnation, @Nullable Instant until) {}

    private record Clock(Instant now) {}

    private final ServiceClient books;

    public HttpGatewayRoster(ServiceClient books) {
        this.books = books;
    }

    @Override
    public CompletionStage<Instant> told(String gateway, long incarnation, @Nullable Instant told) {
        return books.post(
                        "/internal/gateways/told", SeamJson.bytes(new Told(gateway, incarnation, told)), TIMEOUT_MILLIS)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(SeamJson.read(answer.body().getBytes(), Clock.class)
                                .now())
                        : Future.<Instant>failedFuture("the accounting service answered " + answer.status()))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> left(String gateway) {
        String uri = "/internal/gateways/" + URLEncoder.encode(gateway, StandardCharsets.UTF_8);
        return books.call(HttpMethod.DELETE, uri, Map.of(), Buffer.buffer(), TIMEOUT_MILLIS)
                .compose(answer -> answer.status() < 300
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture("the accounting service answered " + answer.status()))
                .toCompletionStage();
    }
}
