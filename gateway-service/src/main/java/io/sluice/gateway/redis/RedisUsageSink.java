package io.sluice.gateway.redis;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Usage events through the Redis stream {@value #STREAM}, one entry an event; the books say themselves what they committed. While the books
 * are away the stream grows to {@value #MOST_ENTRIES} entries (some 60 MB) and no further: the rest waits in the journals, which keep
 * everything until it is committed anyway.
 */
public final class RedisUsageSink implements UsageSink {

    static final String STREAM = "sluice:usage";
    static final int MOST_ENTRIES = 50_000;

    private final Redis redis;
    private final UsageSink books;

    /**
     * @param books answers {@link #committed}
     */
    public RedisUsageSink(Redis redis, UsageSink books) {
        this.redis = redis;
        this.books = books;
    }

    /** Fails when the stream is full, too. */
    @Override
    public CompletionStage<Void> append(List<UsageEvent> events) {
        if (events.isEmpty()) {
            return Future.<Void>succeededFuture().toCompletionStage();
        }
        return redis.send(Request.cmd(Command.XLEN).arg(STREAM))
                .compose(length -> length.toLong() + events.size() > MOST_ENTRIES
                        ? Future.failedFuture("the stream is full: the books do not read it")
                        : redis.batch(entries(events)).<Void>mapEmpty())
                .toCompletionStage();
    }

    private static List<Request> entries(List<UsageEvent> events) {
        List<Request> batch = new ArrayList<>(events.size());
        for (UsageEvent event : events) {
            batch.add(
                    Request.cmd(Command.XADD).arg(STREAM).arg("*").arg("e").arg(Buffer.buffer(SeamJson.bytes(event))));
        }
        return batch;
    }

    @Override
    public CompletionStage<Set<Long>> committed(String gatewayId, List<SegmentCount> counts) {
        return books.committed(gatewayId, counts);
    }
}
