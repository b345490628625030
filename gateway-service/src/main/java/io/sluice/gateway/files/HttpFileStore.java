package io.sluice.gateway.files;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.StoredFile;
import io.sluice.gateway.seam.ServiceAnswer;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Files over HTTP, piece by piece. */
public final class HttpFileStore implements FileStore {

    private static final long TIMEOUT_MILLIS = 15_000;
    private static final byte[] NOTHING = {};

    private final ServiceClient books;

    public HttpFileStore(ServiceClient books) {
        this.books = books;
    }

    @Override
    public CompletionStage<Void> begin(NewFile file) {
        return books.post("/internal/files", SeamJson.bytes(file), TIMEOUT_MILLIS)
                .compose(HttpFileStore::good)
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> append(String id, int piece, byte[] bytes) {
        return books.call(
                        HttpMethod.PUT,
                        path(id) + '/' + piece,
                        Map.of("content-type", "application/octet-stream"),
                        Buffer.buffer(bytes),
                        TIMEOUT_MILLIS)
                .compose(HttpFileStore::good)
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    @Override
    public CompletionStage<StoredFile> complete(String id) {
        return books.post(path(id) + "/complete", NOTHING, TIMEOUT_MILLIS)
                .compose(HttpFileStore::good)
                .map(answer -> SeamJson.read(answer.body().getBytes(), StoredFile.class))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<StoredFile> note(NewFile file, String provider, long bytes) {
        return books.post(
                        "/internal/files/elsewhere/" + encoded(provider) + "?bytes=" + bytes,
                        SeamJson.bytes(file),
                        TIMEOUT_MILLIS)
                .compose(HttpFileStore::good)
                .map(answer -> SeamJson.read(answer.body().getBytes(), StoredFile.class))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> delete(String id, Optional<String> scope) {
        return books.call(HttpMethod.DELETE, path(id) + of(scope), Map.of(), Buffer.buffer(), TIMEOUT_MILLIS)
                .compose(answer -> answer.status() == 404
                        ? Future.succeededFuture(false)
                        : good(answer).map(good -> true))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<StoredFile>> find(String id, Optional<String> scope) {
        return found(path(id) + of(scope))
                .map(answer -> answer.map(body -> SeamJson.read(body.getBytes(), StoredFile.class)))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<String>> foreign(Set<String> ids, String owner) {
        return books.post("/internal/files/foreign?owner=" + encoded(owner), SeamJson.bytes(ids), TIMEOUT_MILLIS)
                .compose(HttpFileStore::good)
                .map(answer -> answer.status() == 204
                        ? Optional.<String>empty()
                        : Optional.of(SeamJson.read(answer.body().getBytes(), String.class)))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<byte[]>> piece(String id, int piece) {
        return found(path(id) + '/' + piece)
                .map(answer -> answer.map(Buffer::getBytes))
                .toCompletionStage();
    }

    private Future<Optional<Buffer>> found(String uri) {
        return books.get(uri, TIMEOUT_MILLIS)
                .compose(answer -> answer.status() == 404
                        ? Future.succeededFuture(Optional.empty())
                        : good(answer).map(good -> Optional.of(good.body())));
    }

    private static Future<ServiceAnswer> good(ServiceAnswer answer) {
        return answer.status() < 300
                ? Future.succeededFuture(answer)
                : Future.failedFuture("the accounting service answered " + answer.status());
    }

    private static String path(String id) {
        return "/internal/files/" + encoded(id);
    }

    private static String of(Optional<String> scope) {
        return scope.map(owner -> "?owner=" + encoded(owner)).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
