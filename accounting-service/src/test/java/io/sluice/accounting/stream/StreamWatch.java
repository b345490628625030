package io.sluice.accounting.stream;

import io.sluice.contracts.usage.UsageEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What tests of other packages have to know of the stream. */
@ApplicationScoped
public class StreamWatch {

    private final RedisForTests redis;

    StreamWatch(RedisForTests redis) {
        this.redis = redis;
    }

    public void publish(List<UsageEvent> events) {
        redis.publish(events);
    }

    public long length() {
        return redis.length(UsageStream.KEY);
    }

    public long pending() {
        return redis.pending();
    }
}
