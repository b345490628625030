package io.sluice.router.redis;

import io.sluice.router.cooldown.FaultOwner;
import io.sluice.router.cooldown.HealthNotice;
import io.sluice.router.cooldown.SharedHealth;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * News of deployments over the channel {@value #CHANNEL}, and all rests that are not over in one hash for those who come late. Times in Redis
 * are Redis's own; routers hear how long, not until when. While the connection is broken each router goes on by itself. Thread-safe.
 */
public final class RedisHealth implements SharedHealth {

    private static final String CHANNEL = "sluice:health";
    private static final String RESTS = "{sluice:router}:rests";

    private static final String PUBLISH = """
            local id, rest = ARGV[1], tonumber(ARGV[2])
            if rest > 0 then
              local time = redis.call('TIME')
              local untilMillis = time[1] * 1000 + math.floor(time[2] / 1000) + rest
              redis.call('HSET', KEYS[1], id, string.format('%.0f', untilMillis) .. ' ' .. ARGV[3])
            else
              redis.call('HDEL', KEYS[1], id)
            end
            redis.call('PUBLISH', ARGV[4], ARGV[5])
            return 1
            """;

    private static final String RESTING = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local flat = redis.call('HGETALL', KEYS[1])
            local resting = {}
            for i = 1, #flat, 2 do
              local untilMillis, what = string.match(flat[i + 1], '(%d+) (.+)')
              if untilMillis and tonumber(untilMillis) > now then
                resting[#resting + 1] = flat[i]
                resting[#resting + 1] = string.format('%.0f', tonumber(untilMillis) - now)
                resting[#resting + 1] = what
              else
                redis.call('HDEL', KEYS[1], flat[i])
              end
            end
            return resting
            """;

    private static final Logger LOG = Logger.getLogger(RedisHealth.class);

    private final List<Consumer<HealthNotice>> listeners = new CopyOnWriteArrayList<>();
    private final Redis redis;
    private final String router;
    private final Subscription subscription;
    private volatile boolean warned;

    /** @param router unique to this instance of a router */
    RedisHealth(Vertx vertx, Redis redis, RedisOptions options, String router) {
        this.redis = redis;
        this.router = router;
        this.subscription = new Subscription(vertx, options, CHANNEL, this::message, this::warn);
    }

    /** Starts to listen, and goes on trying. @param connected told each time that it listens: what came before is unknown */
    public void start(Runnable connected) {
        subscription.start(() -> {
            warned = false;
            connected.run();
        });
    }

    @Override
    public void publish(HealthNotice notice) {
        String what = notice.owner() + " " + notice.openings();
        Request call = Request.cmd(Command.EVAL)
                .arg(PUBLISH)
                .arg(1)
                .arg(RESTS)
                .arg(notice.deploymentId())
                .arg(notice.restMillis())
                .arg(what)
                .arg(CHANNEL)
                .arg(router + ' ' + notice.restMillis() + ' ' + what + ' ' + notice.deploymentId());
        redis.send(call)
                .onFailure(failure -> LOG.debugf("the state of a deployment was not told: %s", failure.getMessage()));
    }

    @Override
    public void subscribe(Consumer<HealthNotice> listener) {
        listeners.add(listener);
    }

    @Override
    public CompletionStage<List<HealthNotice>> resting() {
        Request call = Request.cmd(Command.EVAL).arg(RESTING).arg(1).arg(RESTS);
        return redis.send(call).map(RedisHealth::notices).toCompletionStage();
    }

    private static List<HealthNotice> notices(Response flat) {
        List<HealthNotice> notices = new ArrayList<>();
        for (int i = 0; i + 2 < flat.size(); i += 3) {
            notices.add(notice(
                    flat.get(i).toString(),
                    flat.get(i + 1).toLong(),
                    flat.get(i + 2).toString().split(" ", -1)));
        }
        return notices;
    }

    /** @param what owner and number of openings */
    private static HealthNotice notice(String deploymentId, long restMillis, String... what) {
        return new HealthNotice(deploymentId, restMillis, FaultOwner.valueOf(what[0]), Integer.parseInt(what[1]));
    }

    private void warn(String why) {
        if (!warned) {
            warned = true;
            LOG.warnf("no news of deployments from Redis (%s): this router judges by what it sees itself", why);
        }
    }

    /** Router, rest, owner, openings, deployment; only the last may hold a space. */
    private void message(String text) {
        String[] parts = text.split(" ", 5);
        if (parts.length == 5 && !parts[0].equals(router)) {
            HealthNotice notice = notice(parts[4], Long.parseLong(parts[1]), parts[2], parts[3]);
            listeners.forEach(listener -> listener.accept(notice));
        }
    }
}
