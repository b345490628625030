package io.sluice.gateway.redis;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Usage events through the Redis stream {@value #STREAM}, one entry an event; the books say themselves what they committed. */
public final class RedisUsageSink implements UsageSink {

    static final String STREAM = "sluice:usage";

    private final Redis redis;
    private final UsageSink books;

    /**
     * @param books answers {@link #committed}
     */
    public RedisUsageSink(Redis redis, UsageSink books) {
        this.redis = redis;
        this.books = books;
    }

    @Override
    public CompletionStage<Void> append(List<UsageEvent> events) {
        List<Request> batch = new ArrayList<>(events.size());
        for (UsageEvent event : events) {
            batch.add(Request.cmd(Command.XADD)
                    .arg(STREAM)
                    .arg("*")
                    .arg("e")
                    .arg(io.vertx.core.buffer.Buffer.buffer(SeamJson.bytes(event))));
        }
        Future<Void> sent =
                batch.isEmpty() ? Future.succeededFuture() : redis.batch(batch).mapEmpty();
        return sent.toCompletionStage();
    }

    @Override
    public CompletionStage<Set<Long>> committed(String gatewayId, List<SegmentCount> counts) {
        return books.committed(gatewayId, counts);
    }
}
