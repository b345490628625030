package io.sluice.gateway.redis;

import io.sluice.contracts.identity.KeyInvalidations;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Key changes through the Redis channel {@value #CHANNEL}. While the subscription is broken, listeners are told every few seconds that
 * anything may have changed, so that a revoked key stops in time without the channel too. Thread-safe.
 */
public final class RedisInvalidations implements KeyInvalidations {

    static final String CHANNEL = "sluice:keys";

    /** Everything may have changed. */
    public static final String ALL = "*";

    private static final Logger LOG = Logger.getLogger(RedisInvalidations.class);
    private static final long CHECK_MILLIS = 1_000;

    /** Below the five seconds within which a revoked key has to stop. */
    private static final long DOUBT_MILLIS = 3_000;

    private final LocalInvalidations local = new LocalInvalidations();
    private final Vertx vertx;
    private final Redis publisher;
    private final RedisOptions options;
    private volatile boolean subscribed;
    private volatile boolean connecting;
    private volatile boolean warned;
    private volatile long lastDoubt;

    public RedisInvalidations(Vertx vertx, Redis publisher, RedisOptions options) {
        this.vertx = vertx;
        this.publisher = publisher;
        this.options = options.setMaxPoolSize(1).setMaxPoolWaiting(4);
    }

    public void start() {
        connect();
        vertx.setPeriodic(CHECK_MILLIS, ignored -> check());
    }

    @Override
    public void publish(String keyHash) {
        local.publish(keyHash);
        publisher
                .send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(keyHash))
                .onFailure(failure -> LOG.debugf("a key change was not published: %s", failure.getMessage()));
    }

    @Override
    public void subscribe(Consumer<String> listener) {
        local.subscribe(listener);
    }

    private void check() {
        if (subscribed) {
            return;
        }
        long now = System.nanoTime() / 1_000_000;
        if (now - lastDoubt >= DOUBT_MILLIS) {
            lastDoubt = now;
            local.publish(ALL);
        }
        connect();
    }

    private void connect() {
        if (connecting) {
            return;
        }
        connecting = true;
        Redis client = Redis.createClient(vertx, new RedisOptions(options));
        client.connect()
                .compose(connection -> {
                    connection.handler(this::message);
                    connection.exceptionHandler(failure -> lost(client, connection));
                    connection.endHandler(ignored -> lost(client, connection));
                    return connection.send(Request.cmd(Command.SUBSCRIBE).arg(CHANNEL));
                })
                .onComplete(result -> {
                    connecting = false;
                    if (result.succeeded()) {
                        subscribed = true;
                        warned = false;
                        // what happened while nobody listened is unknown
                        local.publish(ALL);
                    } else {
                        client.close();
                        warn(String.valueOf(result.cause().getMessage()));
                    }
                });
    }

    private void lost(Redis client, RedisConnection connection) {
        if (subscribed) {
            subscribed = false;
            lastDoubt = System.nanoTime() / 1_000_000;
            local.publish(ALL);
            warn("the connection broke");
            connection.close();
            client.close();
        }
    }

    private void warn(String why) {
        if (!warned) {
            warned = true;
            LOG.warnf("no key changes from Redis (%s): keys are asked for every few seconds instead", why);
        }
    }

    /** RESP2 gives an array, RESP3 a push: kind, channel, text. */
    private void message(Response response) {
        if (response != null
                && response.size() == 3
                && "message".equals(response.get(0).toString())) {
            local.publish(response.get(2).toString());
        }
    }
}
