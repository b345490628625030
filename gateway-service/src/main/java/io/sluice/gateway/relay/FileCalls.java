package io.sluice.gateway.relay;

import io.sluice.contracts.files.StoredFile;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.batches.ProviderLink;
import io.sluice.gateway.batches.ProviderPaths;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.files.ProviderFiles;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Files of providers as {@link HiddenCall}s. Who may use all models of a provider may keep files there, as with what passes through. Stateless. */
public final class FileCalls implements ProviderFiles {

    private static final byte[] NOTHING = {};

    private final InferenceEndpoint.Environment environment;
    private final ProviderPaths paths;

    public FileCalls(InferenceEndpoint.Environment environment, ProviderPaths paths) {
        this.environment = environment;
        this.paths = paths;
    }

    @Override
    public CompletionStage<Reply> upload(Caller caller, String provider, byte[] fields, UploadedFile file) {
        String all = provider + "/*";
        return ModelAccess.allows(caller, all, List.of())
                ? ask(call(caller, provider, "POST", "/files", fields, List.of(file)))
                : CompletableFuture.completedFuture(refused(Refusals.modelNotAllowed(all)));
    }

    @Override
    public CompletionStage<Reply> delete(Caller caller, StoredFile file) {
        return ask(call(caller, provider(file), "DELETE", path(file), NOTHING, List.of()));
    }

    @Override
    public void content(HttpServerRequest request, Caller caller, StoredFile file) {
        call(caller, provider(file), "GET", path(file) + "/content", NOTHING, List.of())
                .start(
                        environment,
                        billing -> new FileAnswer(billing, request),
                        why -> ErrorAnswers.send(request, why, Protocol.OPENAI_CHAT));
    }

    private static String path(StoredFile file) {
        return "/files/" + ProviderPaths.encoded(file.id());
    }

    private static String provider(StoredFile file) {
        String provider = file.provider();
        if (provider == null) {
            throw new IllegalArgumentException("kept here: " + file.id());
        }
        return provider;
    }

    private HiddenCall call(
            Caller caller, String provider, String method, String path, byte[] json, List<UploadedFile> files) {
        return new HiddenCall(caller, provider, "", method, paths.at(provider, path), Map.of(), json, files, false);
    }

    private CompletionStage<Reply> ask(HiddenCall call) {
        CompletableFuture<ProviderLink.Reply> reply = new CompletableFuture<>();
        CompletableFuture<Reply> refusal = new CompletableFuture<>();
        call.start(
                environment,
                billing -> new ProviderAnswer(billing, null, reply),
                why -> refusal.complete(refused(why)));
        return refusal.isDone()
                ? refusal
                : reply.thenApply(answer -> new Reply(answer.status(), answer.body()))
                        .applyToEither(refusal, first -> first);
    }

    private static Reply refused(Refusal why) {
        return new Reply(why.error().status(), ErrorAnswers.json(why, Protocol.OPENAI_CHAT));
    }
}
