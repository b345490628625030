package io.sluice.router.stored;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.routing.StoredModels;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks the books of the suite. Thread-safe. */
public final class HttpStoredModels implements StoredModels {

    private static final String PATH = "/internal/stored-models?known=";
    private static final int CONNECT_MILLIS = 2_000;
    private static final long TIMEOUT_MILLIS = 10_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final URI books;
    private final ServiceToken token;

    /** Throws {@link IllegalArgumentException} when {@code books} is no address. */
    public HttpStoredModels(Vertx vertx, String books, ServiceToken token) {
        this.vertx = vertx;
        this.books = URI.create(books);
        this.token = token;
        boolean tls = "https".equalsIgnoreCase(this.books.getScheme());
        if (this.books.getHost() == null) {
            throw new IllegalArgumentException("not the http address of a service: " + books);
        }
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setTcpNoDelay(true)
                        .setSsl(tls)
                        .setDefaultHost(this.books.getHost())
                        .setDefaultPort(this.books.getPort() > 0 ? this.books.getPort() : tls ? 443 : 80),
                new PoolOptions().setHttp1MaxSize(2));
    }

    @Override
    public CompletionStage<Optional<Shelf>> unless(long known) {
        // not where it is asked from: an answer could be over before anybody there listens to its body, which then
        // never comes
        Promise<Optional<Shelf>> answer = Promise.promise();
        vertx.runOnContext(ignored -> ask(known).onComplete(answer));
        return answer.future().toCompletionStage();
    }

    private Future<Optional<Shelf>> ask(long known) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setURI(PATH + known)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader(ServiceToken.HEADER, token.value());
        return client.request(options)
                .compose(request -> request.send())
                .compose(response -> response.body().compose(body -> switch (response.statusCode()) {
                    case 200 -> Future.succeededFuture(Optional.of(shelf(body)));
                    case 204 -> Future.succeededFuture(Optional.<Shelf>empty());
                    default ->
                        Future.<Optional<Shelf>>failedFuture(
                                "the accounting service answered " + response.statusCode());
                }));
    }

    private static Shelf shelf(Buffer body) {
        return SeamJson.read(body.getBytes(), Shelf.class);
    }
}
