package io.sluice.gateway.providers;

import io.sluice.contracts.routing.ProviderDirectory;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;

/** Asks the router each time: the list is looked at rarely. */
public final class HttpProviderDirectory implements ProviderDirectory {

    private static final long TIMEOUT_MILLIS = 10_000;

    private final ServiceClient router;

    public HttpProviderDirectory(ServiceClient router) {
        this.router = router;
    }

    @Override
    public CompletionStage<byte[]> json() {
        return router.get(RouteCodec.PROVIDERS_PATH, TIMEOUT_MILLIS)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(answer.body().getBytes())
                        : Future.failedFuture("the router answered " + answer.status()))
                .toCompletionStage();
    }
}
