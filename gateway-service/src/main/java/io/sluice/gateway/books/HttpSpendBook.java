package io.sluice.gateway.books;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Looks into the ledger's sums over HTTP. */
public final class HttpSpendBook implements SpendBook {

    private static final long TIMEOUT_MILLIS = 3_000;
    private static final byte[] NOTHING = {};

    private final ServiceClient books;

    public HttpSpendBook(ServiceClient books) {
        this.books = books;
    }

    @Override
    public CompletionStage<Look> look(Scope scope, Instant windowStart, String gateway) {
        String uri = "/internal/look?scope=" + encoded(scope.toString()) + "&window=" + windowStart.toEpochMilli()
                + "&gateway=" + encoded(gateway);
        return books.post(uri, NOTHING, TIMEOUT_MILLIS)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(SeamJson.read(answer.body().getBytes(), Look.class))
                        : Future.<Look>failedFuture("the accounting service answered " + answer.status()))
                .toCompletionStage();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
