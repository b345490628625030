package io.sluice.router.egress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.sluice.router.wire.UpstreamRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls providers. One HTTP client an event loop, so that both sides of a call live on one loop and no pool is shared between loops.
 * HTTP/1.1, keep-alive, no redirects, {@code TCP_NODELAY}. Thread-safe.
 */
public final class Egress {

    private static final int MAX_PARSED_URIS = 10_000;

    private final Vertx vertx;
    private final EgressOptions options;
    private final Map<EventLoop, HttpClient> clients = new ConcurrentHashMap<>();
    private final Map<EventLoop, WebSocketClient> socketClients = new ConcurrentHashMap<>();
    private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Open, and no request went over them yet. */
    private final Set<HttpConnection> unused = ConcurrentHashMap.newKeySet();

    private record Destination(String host, int port, boolean tls, String path) {

        static Destination of(String uri) {
            URI parsed = URI.create(uri);
            boolean tls = "https".equalsIgnoreCase(parsed.getScheme()) || "wss".equalsIgnoreCase(parsed.getScheme());
            String host = parsed.getHost();
            if (host == null) {
                throw new IllegalArgumentException("not an absolute http(s) URL");
            }
            int port = parsed.getPort() >= 0 ? parsed.getPort() : tls ? 443 : 80;
            String path = parsed.getRawPath() == null || parsed.getRawPath().isEmpty() ? "/" : parsed.getRawPath();
            return new Destination(
                    host, port, tls, parsed.getRawQuery() == null ? path : path + '?' + parsed.getRawQuery());
        }
    }

    public Egress(Vertx vertx, EgressOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /**
     * Opens an exchange on the caller's event loop. Must be called on one.
     *
     * @return the exchange, with which the call can be cancelled at once, also before it is connected
     */
    public Exchange send(UpstreamRequest request, ExchangeHandler handler) {
        return send(request, null, handler);
    }

    /**
     * The same, at an address that was checked before, which the name must not be resolved to anew.
     *
     * @param address null to resolve the name
     */
    Exchange send(UpstreamRequest request, @Nullable InetAddress address, ExchangeHandler handler) {
        if (request.uri().startsWith("ws")) {
            return connect(request, handler);
        }
        HttpExchange exchange = new HttpExchange(handler);
        Destination destination;
        try {
            // of addresses that clients name there is no end
            destination = address == null ? destinationOf(request.uri()) : Destination.of(request.uri());
        } catch (IllegalArgumentException e) {
            vertx.runOnContext(ignored -> exchange.connectionFailed(e));
            return exchange;
        }
        RequestOptions target = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setHost(destination.host)
                .setPort(destination.port)
                .setSsl(destination.tls)
                .setURI(destination.path)
                .setFollowRedirects(false);
        if (address != null) {
            target.setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, destination.port)));
        }
        long begun = System.nanoTime();
        client().request(target).onComplete(opened -> {
            if (opened.succeeded()) {
                if (unused.remove(opened.result().connection())) {
                    handler.connected((System.nanoTime() - begun) / 1_000);
                }
                opened(exchange, opened.result(), request);
            } else {
                exchange.connectionFailed(opened.cause());
            }
        });
        return exchange;
    }

    /** Of a key with a line break, for example: its text must not reach anybody. */
    private static IllegalArgumentException unsendable() {
        return new IllegalArgumentException("a header cannot be sent");
    }

    private static void opened(HttpExchange exchange, HttpClientRequest http, UpstreamRequest request) {
        try {
            request.headers().forEach(http::putHeader);
        } catch (IllegalArgumentException invalidHeader) {
            http.exceptionHandler(ignored -> {});
            http.reset();
            exchange.connectionFailed(unsendable());
            return;
        }
        exchange.opened(http, body(request.body()));
    }

    private static Buffer body(List<ByteBuffer> pieces) {
        if (pieces.size() == 1) {
            return Buffer.buffer(Unpooled.wrappedBuffer(pieces.getFirst()));
        }
        ByteBuf[] wrapped = new ByteBuf[pieces.size()];
        for (int i = 0; i < wrapped.length; i++) {
            wrapped[i] = Unpooled.wrappedBuffer(pieces.get(i));
        }
        return Buffer.buffer(Unpooled.wrappedBuffer(wrapped));
    }

    /** A WebSocket, for {@code ws://} and {@code wss://}: its messages come as chunks. */
    private Exchange connect(UpstreamRequest request, ExchangeHandler handler) {
        SocketExchange exchange = new SocketExchange(vertx, handler);
        Destination destination;
        try {
            destination = destinationOf(request.uri());
        } catch (IllegalArgumentException e) {
            vertx.runOnContext(ignored -> exchange.refused(e));
            return exchange;
        }
        WebSocketConnectOptions target = new WebSocketConnectOptions();
        target.setHost(destination.host)
                .setPort(destination.port)
                .setSsl(destination.tls)
                .setURI(destination.path);
        try {
            request.headers().forEach(target::putHeader);
        } catch (IllegalArgumentException invalidHeader) {
            vertx.runOnContext(ignored -> exchange.refused(unsendable()));
            return exchange;
        }
        exchange.connect(sockets(), target);
        return exchange;
    }

    private Destination destinationOf(String uri) {
        Destination known = destinations.get(uri);
        if (known != null) {
            return known;
        }
        Destination parsed = Destination.of(uri);
        if (destinations.size() < MAX_PARSED_URIS) {
            destinations.put(uri, parsed);
        }
        return parsed;
    }

    private HttpClient client() {
        Context context = vertx.getOrCreateContext();
        EventLoop loop = ((ContextInternal) context).nettyEventLoop();
        HttpClient client = clients.get(loop);
        return client != null ? client : clients.computeIfAbsent(loop, ignored -> newClient());
    }

    private WebSocketClient sockets() {
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        WebSocketClient client = socketClients.get(loop);
        return client != null ? client : socketClients.computeIfAbsent(loop, ignored -> newSocketClient());
    }

    private WebSocketClient newSocketClient() {
        return vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout(options.connectTimeoutMillis())
                .setMaxConnections(options.connectionsPerLoop())
                .setMaxFrameSize(SocketExchange.MOST_BYTES)
                .setMaxMessageSize(SocketExchange.MOST_BYTES)
                .setTcpNoDelay(true)
                .setVerifyHost(true));
    }

    private HttpClient newClient() {
        HttpClientOptions http = new HttpClientOptions()
                .setConnectTimeout(options.connectTimeoutMillis())
                .setKeepAlive(true)
                .setKeepAliveTimeout(options.keepAliveSeconds())
                .setTcpNoDelay(true)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(64 * 1024)
                .setMaxInitialLineLength(64 * 1024)
                .setVerifyHost(true);
        return vertx.httpClientBuilder()
                .with(http)
                // the client's options have a size, too, which the builder does not look at
                .with(new PoolOptions()
                        .setHttp1MaxSize(options.connectionsPerLoop())
                        .setMaxWaitQueueSize(options.waitingPerLoop()))
                .withConnectHandler(this::connected)
                .build();
    }

    private void connected(HttpConnection connection) {
        connections.incrementAndGet();
        unused.add(connection);
        connection.closeHandler(ignored -> {
            connections.decrementAndGet();
            unused.remove(connection);
        });
        // each call hears of its own connection's fault; here it would only be logged a second time
        connection.exceptionHandler(ignored -> {});
    }

    /** Connections to providers that are open at the moment, idle ones too. */
    public int openConnections() {
        return connections.get();
    }
}
