package io.sluice.gateway.health;

import io.sluice.contracts.SeamJson;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The lease is a key that one gateway sets and that ends by itself before the next round: each round has one prober, and when that one is gone
 * another takes the next round. Nothing has to be renewed or given back.
 */
public final class RedisProberLease implements ProberLease {

    static final String LEASE = "sluice:health:prober";
    static final String RESULTS = "sluice:health:results";

    private record Results(List<ProbeResult> results) {}

    private final Redis redis;
    private final String gateway;

    public RedisProberLease(Redis redis, String gateway) {
        this.redis = redis;
        this.gateway = gateway;
    }

    @Override
    public CompletionStage<Boolean> take(long millis) {
        Request set = Request.cmd(Command.SET)
                .arg(LEASE)
                .arg(gateway)
                .arg("NX")
                .arg("PX")
                .arg(millis);
        return redis.send(set).map(answer -> answer != null).toCompletionStage();
    }

    @Override
    public void publish(List<ProbeResult> results, long millis) {
        String json = new String(SeamJson.bytes(new Results(results)), StandardCharsets.UTF_8);
        // lost when Redis is away: then each gateway looks for itself
        var _ = redis.send(
                Request.cmd(Command.SET).arg(RESULTS).arg(json).arg("PX").arg(millis));
    }

    @Override
    public CompletionStage<List<ProbeResult>> published() {
        return redis.send(Request.cmd(Command.GET).arg(RESULTS))
                .map(answer -> answer == null
                        ? List.<ProbeResult>of()
                        : SeamJson.read(answer.toBytes(), Results.class).results())
                .toCompletionStage();
    }
}
