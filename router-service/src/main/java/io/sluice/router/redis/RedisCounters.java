package io.sluice.router.redis;

import io.sluice.router.measure.SharedCounters;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Counters in two hashes a window: the sums, and what each router told last. The script replaces a router's old part of a sum by its new one,
 * so that a call that is repeated, or whose answer was lost, does no harm. Amounts travel as text: Lua's numbers have 53 bits.
 */
public final class RedisCounters implements SharedCounters {

    /** One hash slot for both keys of a script. */
    private static final String PREFIX = "{sluice:router}:counters:";

    private static final String SCRIPT = """
            for i = 2, #ARGV, 2 do
              local name, value = ARGV[i], ARGV[i + 1]
              local before = redis.call('HGET', KEYS[2], name) or '0'
              if before ~= value then
                if before ~= '0' then
                  redis.call('HINCRBY', KEYS[1], name, '-' .. before)
                end
                redis.call('HINCRBY', KEYS[1], name, value)
                redis.call('HSET', KEYS[2], name, value)
              end
            end
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
            redis.call('PEXPIRE', KEYS[2], ARGV[1])
            return redis.call('HGETALL', KEYS[1])
            """;

    private final Redis redis;
    private final String router;

    /** @param router unique to this instance of a router */
    RedisCounters(Redis redis, String router) {
        this.redis = redis;
        this.router = router;
    }

    @Override
    public CompletionStage<Map<String, Long>> exchange(String window, long lifeMillis, Map<String, Long> mine) {
        Request call = Request.cmd(Command.EVAL)
                .arg(SCRIPT)
                .arg(2)
                .arg(PREFIX + window)
                .arg(PREFIX + window + ':' + router)
                .arg(lifeMillis);
        mine.forEach((name, value) -> call.arg(name).arg(value));
        return redis.send(call).map(RedisCounters::sums).toCompletionStage();
    }

    private static Map<String, Long> sums(Response flat) {
        Map<String, Long> sums = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            sums.put(flat.get(i).toString(), flat.get(i + 1).toLong());
        }
        return sums;
    }
}
