package io.sluice.gateway.redis;

import io.sluice.configuration.Environment;
import io.sluice.configuration.RedisAddress;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.Optional;

/** The Redis of the installation, if there is one. Connects when it is first used. */
public final class RedisLink {

    private static final int CONNECTIONS = 16;
    private static final int WAITING = 20_000;
    private static final int CONNECT_MILLIS = 2_000;

    private final Optional<Redis> client;
    private final Optional<RedisOptions> options;

    private RedisLink(Optional<Redis> client, Optional<RedisOptions> options) {
        this.client = client;
        this.options = options;
    }

    public static RedisLink of(Vertx vertx, Environment environment) {
        Optional<RedisOptions> options = RedisAddress.of(environment).map(RedisLink::options);
        return new RedisLink(options.map(found -> Redis.createClient(vertx, found)), options);
    }

    private static RedisOptions options(RedisAddress address) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(address.url())
                .setMaxPoolSize(CONNECTIONS)
                .setMaxPoolWaiting(WAITING)
                .setMaxWaitingHandlers(WAITING);
        options.getNetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS);
        address.password().ifPresent(options::setPassword);
        return options;
    }

    public boolean configured() {
        return client.isPresent();
    }

    public Optional<Redis> client() {
        return client;
    }

    /** For connections of one's own. */
    public Optional<RedisOptions> options() {
        return options.map(RedisOptions::new);
    }
}
