package io.sluice.gateway.books;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.money.Money;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The ledger's sums, asked over HTTP. */
public final class HttpSpendBook implements SpendBook {

    private static final long TIMEOUT_MILLIS = 5_000;

    private record Settled(long nanos) {}

    private final ServiceClient books;

    public HttpSpendBook(ServiceClient books) {
        this.books = books;
    }

    @Override
    public CompletionStage<Money> settled(Scope scope, Instant windowStart) {
        String uri = "/internal/settled?scope=" + URLEncoder.encode(scope.toString(), StandardCharsets.UTF_8)
                + "&window=" + windowStart.toEpochMilli();
        return books.get(uri, TIMEOUT_MILLIS)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(
                                Money.ofNanos(SeamJson.read(answer.body().getBytes(), Settled.class)
                                        .nanos()))
                        : Future.failedFuture("the accounting service answered " + answer.status()))
                .toCompletionStage();
    }
}
