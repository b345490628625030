package io.sluice.router.redis;

import io.sluice.configuration.Environment;
import io.sluice.configuration.RedisAddress;
import io.sluice.grantor.RedisGrantor;
import io.sluice.router.limit.RouterLimits;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.Optional;
import java.util.UUID;

/**
 * The Redis of the installation as routers use it. Connects when it is first used.
 *
 * @param counters usage and budgets
 * @param health has to be started
 * @param grantors of the limits of deployments
 * @param explanations of other routers' calls; has to be started
 */
public record RedisSharing(
        RedisCounters counters, RedisHealth health, RouterLimits.Grantors grantors, RedisExplanations explanations) {

    private static final int CONNECTIONS = 4;
    private static final int WAITING = 1_000;
    private static final int CONNECT_MILLIS = 2_000;

    /** Empty when the installation has no Redis. */
    public static Optional<RedisSharing> of(Vertx vertx, Environment environment) {
        return RedisAddress.of(environment).map(address -> of(vertx, options(address)));
    }

    static RedisSharing of(Vertx vertx, RedisOptions options) {
        // an instance is a router of its own, also after a restart: its running totals start at zero
        String router = UUID.randomUUID().toString();
        Redis client = Redis.createClient(vertx, options);
        return new RedisSharing(
                new RedisCounters(client, router),
                new RedisHealth(vertx, client, options, router),
                new RouterLimits.Grantors(
                        router,
                        new RedisGrantor(vertx, client, RouterLimits.CALLS),
                        new RedisGrantor(vertx, client, RouterLimits.RATES)),
                new RedisExplanations(vertx, client, options, router));
    }

    /** RESP2, so that answers look the same whatever the server's version. */
    static RedisOptions options(RedisAddress address) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(address.url())
                .setProtocolNegotiation(false)
                .setMaxPoolSize(CONNECTIONS)
                .setMaxPoolWaiting(WAITING)
                .setMaxWaitingHandlers(WAITING);
        options.getNetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS);
        address.password().ifPresent(options::setPassword);
        return options;
    }
}
