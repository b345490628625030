package io.sluice.accounting.stream;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.UsageEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The other side of the stream: gateways that write, and people who look. */
@ApplicationScoped
public class RedisForTests {

    private final Redis redis;

    RedisForTests(
            Vertx vertx,
            @ConfigProperty(name = "books.REDIS_PORT") int port,
            @ConfigProperty(name = "books.REDIS_PASSWORD") String password) {
        redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString("redis://127.0.0.1:" + port)
                        .setPassword(password)
                        .setProtocolNegotiation(false));
    }

    @PreDestroy
    void close() {
        redis.close();
    }

    @Nullable
    Response send(String command, Object... arguments) {
        return send(request(command, arguments));
    }

    @Nullable
    Response send(Request request) {
        return answer(redis.send(request).toCompletionStage().toCompletableFuture());
    }

    /** In one transaction: nobody gets in between. */
    List<Response> atomically(Request... requests) {
        List<Request> all = new ArrayList<>();
        all.add(request("MULTI"));
        all.addAll(List.of(requests));
        all.add(request("EXEC"));
        return answer(redis.batch(all).toCompletionStage().toCompletableFuture());
    }

    private static <T> T answer(java.util.concurrent.CompletableFuture<T> answer) {
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Request request(String command, Object... arguments) {
        Request request = Request.cmd(Command.create(command));
        for (Object argument : arguments) {
            switch (argument) {
                case byte[] bytes -> request.arg(Buffer.buffer(bytes));
                case Object other -> request.arg(other.toString());
            }
        }
        return request;
    }

    static Request add(UsageEvent event) {
        return request("XADD", "sluice:usage", "*", "e", SeamJson.bytes(event));
    }

    void publish(List<UsageEvent> events) {
        for (int from = 0; from < events.size(); from += 500) {
            answer(redis.batch(events.subList(from, Math.min(events.size(), from + 500)).stream()
                            .map(RedisForTests::add)
                            .toList())
                    .toCompletionStage()
                    .toCompletableFuture());
        }
    }

    long length(String stream) {
        Response length = send("XLEN", stream);
        return length == null ? 0 : length.toLong();
    }

    Redis client() {
        return redis;
    }

    /** The whole text of what Redis says of the group's consumers. */
    String consumers() {
        return String.valueOf(send("XINFO", "CONSUMERS", "sluice:usage", "books"));
    }

    /** Entries that a consumer has read and nobody has acknowledged. */
    long pending() {
        Response pending = send("XPENDING", "sluice:usage", "books");
        return pending == null ? 0 : pending.get(0).toLong();
    }

    /** The whole text of the dead letters. */
    String deadLetters() {
        Response range = send("XRANGE", "sluice:usage:dead", "-", "+");
        StringBuilder text = new StringBuilder();
        if (range != null) {
            for (Response entry : range) {
                text.append(new String(entry.get(1).get(1).toBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
