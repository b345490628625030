package io.sluice.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** The stream as a real Redis keeps it. */
class RedisUsageSinkTest {

    private final Vertx vertx = Vertx.vertx();
    private RedisServer server;
    private Redis redis;
    private RedisUsageSink sink;

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
        sink = new RedisUsageSink(redis, new UsageSink() {
            @Override
            public CompletionStage<Void> append(List<UsageEvent> events) {
                throw new IllegalStateException("events go through Redis");
            }

            @Override
            public CompletionStage<Set<Long>> committed(String gatewayId, List<SegmentCount> counts) {
                return CompletableFuture.completedFuture(
                        counts.stream().map(SegmentCount::segment).collect(Collectors.toSet()));
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldWriteOneEntryAnEvent() throws Exception {
        answer(sink.append(List.of(event("a"), event("b"))));
        Response entries =
                send(Request.cmd(Command.XRANGE).arg("sluice:usage").arg("-").arg("+"));
        assertThat(entries)
                .extracting(entry -> SeamJson.read(entry.get(1).get(1).toBytes(), UsageEvent.class))
                .containsExactly(event("a"), event("b"));
        answer(sink.append(List.of()));
        assertThat(length()).isEqualTo(2);
    }

    @Test
    void shouldLeaveTheRestInTheJournalWhenNobodyReadsTheStream() throws Exception {
        List<UsageEvent> batch =
                IntStream.range(0, 1_000).mapToObj(i -> event("r" + i)).toList();
        for (int full = 0; full < RedisUsageSink.MOST_ENTRIES / batch.size(); full++) {
            answer(sink.append(batch));
        }
        assertThatThrownBy(() -> answer(sink.append(batch))).hasMessageContaining("full");
        assertThat(length()).isEqualTo(RedisUsageSink.MOST_ENTRIES);

        send(Request.cmd(Command.XTRIM).arg("sluice:usage").arg("MAXLEN").arg(10));
        answer(sink.append(batch));
        assertThat(length()).isEqualTo(1_010);
    }

    @Test
    void shouldFailWhileRedisIsAway() throws Exception {
        server.stop();
        assertThatThrownBy(() -> answer(sink.append(List.of(event("a"))))).isNotNull();
    }

    @Test
    void shouldAskTheBooksWhatTheyHold() throws Exception {
        assertThat(answer(sink.committed("gw", List.of(new UsageSink.SegmentCount(7, 1)))))
                .containsExactly(7L);
    }

    private long length() throws Exception {
        return send(Request.cmd(Command.XLEN).arg("sluice:usage")).toLong();
    }

    private Response send(Request request) throws Exception {
        return answer(redis.send(request).toCompletionStage());
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static UsageEvent event(String requestId) {
        return new UsageEvent(
                requestId,
                1,
                "attempt",
                "gw",
                7,
                1,
                2,
                3,
                4,
                "hash",
                null,
                null,
                null,
                null,
                null,
                List.of("tag"),
                "acompletion",
                true,
                "gpt",
                "gpt",
                "d",
                "openai",
                "gpt",
                null,
                200,
                200,
                null,
                "stop",
                Certainty.EXACT,
                TokenUsage.of(3, 4),
                Money.ofNanos(99),
                true,
                List.of(),
                Map.of("key:hash", 0L));
    }
}
