package io.sluice.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** The lease as a real Redis keeps it. */
class RedisProberLeaseTest {

    private final Vertx vertx = Vertx.vertx();
    private RedisServer server;
    private Redis redis;

    @BeforeEach
    void start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static boolean take(ProberLease lease) {
        return lease.take(60_000).toCompletableFuture().join();
    }

    @Test
    void shouldGiveEachRoundToOneGateway() {
        ProberLease one = new RedisProberLease(redis, "one");
        ProberLease two = new RedisProberLease(redis, "two");
        assertThat(List.of(take(one), take(two), take(one))).containsExactly(true, false, false);
        // the round is over
        redis.send(Request.cmd(Command.DEL).arg(RedisProberLease.LEASE))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(take(two)).isTrue();
        assertThat(take(one)).isFalse();
    }

    @Test
    void shouldShowTheOthersWhatItFound() {
        ProberLease one = new RedisProberLease(redis, "one");
        ProberLease two = new RedisProberLease(redis, "two");
        assertThat(two.published().toCompletableFuture().join()).isEmpty();
        List<ProbeResult> found = List.of(new ProbeResult("a", 12, 34, 56, "is down"));
        one.publish(found, 60_000);
        // the same connection pool serves both, but not in order: ask until it is there
        List<ProbeResult> seen = List.of();
        while (seen.isEmpty()) {
            seen = two.published().toCompletableFuture().join();
        }
        assertThat(seen).isEqualTo(found);
    }
}
