package io.sluice.gateway.books;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Usage events over HTTP: the way without Redis. */
public final class HttpUsageSink implements UsageSink {

    private static final long TIMEOUT_MILLIS = 15_000;

    private record Question(String gatewayId, List<SegmentCount> segments) {}

    private record Answer(Set<Long> segments) {}

    private final ServiceClient books;

    public HttpUsageSink(ServiceClient books) {
        this.books = books;
    }

    @Override
    public CompletionStage<Void> append(List<UsageEvent> events) {
        return books.post("/internal/usage", SeamJson.bytes(events), TIMEOUT_MILLIS)
                .compose(answer -> answer.status() < 300
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture("the accounting service answered " + answer.status()))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Set<Long>> committed(String gatewayId, List<SegmentCount> counts) {
        return books.post("/internal/usage/committed", SeamJson.bytes(new Question(gatewayId, counts)), TIMEOUT_MILLIS)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(SeamJson.read(answer.body().getBytes(), Answer.class)
                                .segments())
                        : Future.<Set<Long>>failedFuture("the accounting service answered " + answer.status()))
                .toCompletionStage();
    }
}
