package io.sluice.gateway.seam;

import io.sluice.contracts.identity.ServiceToken;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;

/** Small calls to another service, with the token. Thread-safe. Not for inference, which has a client of its own. */
public final class ServiceClient {

    private static final int CONNECTIONS = 32;
    private static final int WAITING = 10_000;
    private static final int CONNECT_MILLIS = 2_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final ServiceAddress address;
    private final ServiceToken token;

    public ServiceClient(Vertx vertx, ServiceAddress address, ServiceToken token) {
        this.vertx = vertx;
        this.address = address;
        this.token = token;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setKeepAliveTimeout(30)
                        .setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    }

    public Future<ServiceAnswer> get(String uri, long timeoutMillis) {
        return call(HttpMethod.GET, uri, Map.of(), Buffer.buffer(0), timeoutMillis);
    }

    public Future<ServiceAnswer> post(String uri, byte[] json, long timeoutMillis) {
        return call(
                HttpMethod.POST, uri, Map.of("content-type", "application/json"), Buffer.buffer(json), timeoutMillis);
    }

    /** Fails when the service does not answer in time; any status is an answer. */
    public Future<ServiceAnswer> call(
            HttpMethod method, String uri, Map<String, String> headers, Buffer body, long timeoutMillis) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.tls())
                .setURI(uri)
                .setTimeout(timeoutMillis);
        headers.forEach(options::putHeader);
        options.putHeader(ServiceToken.HEADER, token.value());
        if (Context.isOnEventLoopThread()) {
            return send(options, body);
        }
        // elsewhere an answer could be over before anybody listens to its body, which then never comes
        Promise<ServiceAnswer> answer = Promise.promise();
        vertx.runOnContext(ignored -> send(options, body).onComplete(answer));
        return answer.future();
    }

    private Future<ServiceAnswer> send(RequestOptions options, Buffer body) {
        return client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.body()
                        .map(answer -> new ServiceAnswer(response.statusCode(), response.headers(), answer)));
    }
}
