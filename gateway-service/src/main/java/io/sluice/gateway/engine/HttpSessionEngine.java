package io.sluice.gateway.engine;

import io.netty.util.concurrent.FastThreadLocal;
import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.contracts.routing.SessionEngine;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.gateway.seam.ServiceAddress;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/** Sessions over a WebSocket to the router. Each event loop has a client of its own. */
public final class HttpSessionEngine implements SessionEngine {

    private static final int CONNECTIONS = 8_192;
    private static final int CONNECT_MILLIS = 2_000;

    /** What a client may send in one message, and a note. */
    private static final int MOST_BYTES = 17 << 20;

    private final Vertx vertx;
    private final ServiceAddress address;
    private final ServiceToken token;
    private final FastThreadLocal<WebSocketClient> clients = new FastThreadLocal<>() {
        @Override
        protected WebSocketClient initialValue() {
            return vertx.createWebSocketClient(new WebSocketClientOptions()
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setMaxConnections(CONNECTIONS)
                    .setMaxFrameSize(MOST_BYTES)
                    .setMaxMessageSize(MOST_BYTES)
                    .setTcpNoDelay(true));
        }
    };

    public HttpSessionEngine(Vertx vertx, ServiceAddress address, ServiceToken token) {
        this.vertx = vertx;
        this.address = address;
        this.token = token;
    }

    @Override
    public RouteSession open(RouteRequest request, SessionListener listener) {
        WebSocketConnectOptions target = new WebSocketConnectOptions();
        target.setHost(address.host())
                .setPort(address.port())
                .setSsl(address.tls())
                .setURI(RouteCodec.SESSION_PATH);
        target.putHeader(ServiceToken.HEADER, token.value());
        target.putHeader(RouteCodec.CALL_HEADER, RouteCodec.call(request));
        HttpSession session = new HttpSession(vertx, request, listener);
        session.start(clients.get(), target);
        return session;
    }
}
