package io.sluice.router.redis;

import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import redis.embedded.RedisServer;

/** A real Redis, and routers at it. */
final class RedisForTests implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, RedisSharing> routers = new ConcurrentHashMap<>();
    private final int port;
    private RedisServer server;

    RedisForTests() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        start();
    }

    void start() throws IOException {
        server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .build();
        server.start();
    }

    void stop() throws IOException {
        server.stop();
    }

    Vertx vertx() {
        return vertx;
    }

    RedisSharing router(String name) {
        return routers.computeIfAbsent(name, ignored -> RedisSharing.of(vertx, options()));
    }

    RedisModelChanges modelChanges() {
        return new RedisModelChanges(vertx, Optional.of(options()));
    }

    private RedisOptions options() {
        return new RedisOptions()
                .setConnectionString("redis://127.0.0.1:" + port)
                .setProtocolNegotiation(false);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop();
    }
}
