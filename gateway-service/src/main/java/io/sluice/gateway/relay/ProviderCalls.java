package io.sluice.gateway.relay;

import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.gateway.batches.ProviderLink;
import io.sluice.gateway.batches.ProviderPaths;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.files.PieceWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Steps of batches as {@link HiddenCall}s. Stateless. */
public final class ProviderCalls implements ProviderLink {

    private final InferenceEndpoint.Environment environment;
    private final ProviderPaths paths;

    public ProviderCalls(InferenceEndpoint.Environment environment, ProviderPaths paths) {
        this.environment = environment;
        this.paths = paths;
    }

    @Override
    public CompletionStage<Reply> ask(Question question) {
        return start(question, null);
    }

    @Override
    public CompletionStage<Reply> fetch(Question question, PieceWriter file) {
        return start(question, file);
    }

    private CompletionStage<Reply> start(Question question, @Nullable PieceWriter file) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        new HiddenCall(
                        question.caller(),
                        question.host().provider(),
                        question.model(),
                        ProviderPaths.method(question.step()),
                        paths.of(question.host(), question.step(), question.id()),
                        headers(question),
                        question.json(),
                        question.files(),
                        file != null)
                .start(
                        environment,
                        billing -> new ProviderAnswer(billing, file, reply),
                        why -> reply.complete(
                                new Reply(why.error().status(), ErrorAnswers.json(why, Protocol.OPENAI_CHAT), true)));
        return reply;
    }

    private static Map<String, String> headers(Question question) {
        Map<String, String> headers = new HashMap<>();
        if (question.step().fetches()) {
            headers.put(RouteCodec.BATCH_RATES_HEADER, "1");
        }
        if (question.host().translates()) {
            headers.put(RouteCodec.BATCH_STEP_HEADER, question.step().name());
            headers.put(RouteCodec.BATCH_ID_HEADER, question.id());
            headers.put(RouteCodec.BATCH_ENDPOINT_HEADER, question.endpoint());
        }
        return headers;
    }
}
