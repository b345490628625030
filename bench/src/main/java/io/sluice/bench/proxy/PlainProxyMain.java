package io.sluice.bench.proxy;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * The yardstick: a proxy of bare Vert.x that passes every request on to one upstream and every answer back, bytes and headers
 * untouched. One event loop a processor, each with a client of its own; body and answer by {@code pipeTo}. Arguments: its port, the
 * upstream's port.
 */
public final class PlainProxyMain {

    private final HttpClient client;
    private final int upstream;

    private PlainProxyMain(HttpClient client, int upstream) {
        this.client = client;
        this.upstream = upstream;
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        int upstream = Integer.parseInt(args[1]);
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        vertx.deployVerticle(() -> new Loop(port, upstream), new DeploymentOptions().setInstances(loops))
                .onFailure(e -> {
                    System.err.println(e);
                    System.exit(1);
                });
    }

    /** Server and client of one event loop. */
    private static final class Loop extends AbstractVerticle {

        private final int port;
        private final int upstream;

        Loop(int port, int upstream) {
            this.port = port;
            this.upstream = upstream;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpClient client = vertx.createHttpClient(
                    new HttpClientOptions()
                            .setTcpNoDelay(true)
                            .setKeepAlive(true)
                            .setDecompressionSupported(false),
                    new PoolOptions().setHttp1MaxSize(10_000));
            PlainProxyMain proxy = new PlainProxyMain(client, upstream);
            vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setCompressionSupported(false))
                    .requestHandler(proxy::pass)
                    .listen(port, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    private void pass(HttpServerRequest request) {
        request.pause();
        RequestOptions target = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(upstream)
                .setURI(request.uri());
        client.request(target).onComplete(opened -> {
            if (opened.failed()) {
                request.response().setStatusCode(502).end();
                return;
            }
            var onward = opened.result();
            onward.headers().setAll(request.headers());
            request.response().closeHandler(left -> onward.reset());
            onward.response().onComplete(answered -> {
                if (answered.succeeded()) {
                    answer(answered.result(), request.response());
                } else if (!request.response().closed()) {
                    request.response().setStatusCode(502).end();
                }
            });
            request.pipeTo(onward);
        });
    }

    private static void answer(HttpClientResponse from, HttpServerResponse to) {
        to.setStatusCode(from.statusCode());
        to.headers().setAll(from.headers());
        from.pipeTo(to);
    }
}
