package io.sluice.gateway.batches;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.batches.BatchWork;
import io.sluice.contracts.batches.LineResult;
import io.sluice.gateway.seam.ServiceAnswer;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Lines of batches over HTTP. */
public final class HttpBatchWork implements BatchWork {

    private static final long TIMEOUT_MILLIS = 15_000;
    private static final byte[] NOTHING = {};

    private record Renewal(List<String> callIds) {}

    private record Begun(boolean mine) {}

    private final ServiceClient books;

    public HttpBatchWork(ServiceClient books) {
        this.books = books;
    }

    @Override
    public CompletionStage<List<BatchLine>> claim(int most) {
        return ask("claim?most=" + most, NOTHING)
                .map(answer -> List.of(SeamJson.read(answer.body().getBytes(), BatchLine[].class)))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> begin(String callId) {
        return ask("begin/" + callId, NOTHING)
                .map(answer ->
                        SeamJson.read(answer.body().getBytes(), Begun.class).mine())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> renew(List<String> callIds) {
        return ask("renew", SeamJson.bytes(new Renewal(callIds)))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> putBack(String callId, long delayMillis) {
        return ask("later/" + callId + "?millis=" + delayMillis, NOTHING)
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> done(LineResult result) {
        return ask("done", SeamJson.bytes(result)).<Void>mapEmpty().toCompletionStage();
    }

    private Future<ServiceAnswer> ask(String what, byte[] json) {
        return books.post("/internal/batches/" + what, json, TIMEOUT_MILLIS)
                .compose(answer -> answer.status() < 300
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture("the accounting service answered " + answer.status()));
    }
}
