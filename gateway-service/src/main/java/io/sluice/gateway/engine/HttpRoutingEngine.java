package io.sluice.gateway.engine;

import io.netty.util.concurrent.FastThreadLocal;
import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RoutingEngine;
import io.sluice.gateway.seam.ServiceAddress;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * The engine over HTTP/1.1. Each event loop has a client and connections of its own: nothing is shared between loops, and both sides
 * of a relay live on one thread ({@code performance.md} 2.3).
 */
public final class HttpRoutingEngine implements RoutingEngine {

    private static final int CONNECTIONS = 8_192;
    private static final int CONNECT_MILLIS = 2_000;

    /** An outcome with many attempts in a header or trailer. */
    private static final int HEADER_BYTES = 1 << 20;

    private final Vertx vertx;
    private final ServiceAddress address;
    private final ServiceToken token;
    private final FastThreadLocal<HttpClient> clients = new FastThreadLocal<>() {
        @Override
        protected HttpClient initialValue() {
            return client();
        }
    };

    public HttpRoutingEngine(Vertx vertx, ServiceAddress address, ServiceToken token) {
        this.vertx = vertx;
        this.address = address;
        this.token = token;
    }

    private HttpClient client() {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setKeepAliveTimeout(60)
                        .setTcpNoDelay(true)
                        .setMaxHeaderSize(HEADER_BYTES)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));
    }

    @Override
    public RouteCall route(RouteRequest request, RouteListener listener) {
        HttpRouteCall call = new HttpRouteCall(this, request, listener);
        call.start();
        return call;
    }

    HttpClient clientOfThisLoop() {
        return clients.get();
    }

    Vertx vertx() {
        return vertx;
    }

    RequestOptions post(String uri) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.tls())
                .setURI(uri)
                .putHeader(ServiceToken.HEADER, token.value());
    }
}
