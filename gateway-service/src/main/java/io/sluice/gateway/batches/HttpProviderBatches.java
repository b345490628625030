package io.sluice.gateway.batches;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.ProviderBatch;
import io.sluice.contracts.batches.ProviderBatches;
import io.sluice.contracts.batches.ProviderNews;
import io.sluice.gateway.seam.ServiceAnswer;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Batches of providers over HTTP. */
public final class HttpProviderBatches implements ProviderBatches {

    private static final long TIMEOUT_MILLIS = 15_000;
    private static final byte[] NOTHING = {};

    private record Begun(boolean mine) {}

    private final ServiceClient books;

    public HttpProviderBatches(ServiceClient books) {
        this.books = books;
    }

    @Override
    public CompletionStage<Optional<ProviderBatch>> claim() {
        return ask("claim", NOTHING)
                .map(answer -> answer.status() == 204
                        ? Optional.<ProviderBatch>empty()
                        : Optional.of(SeamJson.read(answer.body().getBytes(), ProviderBatch.class)))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> submit(String id, String model) {
        return ask("submit/" + id + "?model=" + URLEncoder.encode(model, StandardCharsets.UTF_8), NOTHING)
                .map(answer ->
                        SeamJson.read(answer.body().getBytes(), Begun.class).mine())
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> renew(List<String> ids) {
        return ask("renew", SeamJson.bytes(ids)).<Void>mapEmpty().toCompletionStage();
    }

    @Override
    public CompletionStage<Void> told(String id, ProviderNews news) {
        return ask("told/" + id, SeamJson.bytes(news)).<Void>mapEmpty().toCompletionStage();
    }

    private Future<ServiceAnswer> ask(String what, byte[] json) {
        return books.post("/internal/provider-batches/" + what, json, TIMEOUT_MILLIS)
                .compose(answer -> answer.status() < 300
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture("the accounting service answered " + answer.status()));
    }
}
