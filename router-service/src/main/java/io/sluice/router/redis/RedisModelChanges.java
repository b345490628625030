package io.sluice.router.redis;

import io.sluice.configuration.Environment;
import io.sluice.configuration.RedisAddress;
import io.sluice.contracts.routing.ModelChanges;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import org.jboss.logging.Logger;

/**
 * News of stored models within this process, and with a Redis also from and to others, over the channel {@value #CHANNEL}. While the
 * connection is broken nothing is lost but time: routers ask. Thread-safe.
 */
public final class RedisModelChanges implements ModelChanges {

    private static final String CHANNEL = "sluice:models";
    private static final Logger LOG = Logger.getLogger(RedisModelChanges.class);
    private static final long CHECK_MILLIS = 1_000;

    private final List<LongFunction<CompletionStage<Void>>> listeners = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final Optional<RedisOptions> options;
    private final Optional<Redis> publisher;
    private volatile boolean subscribed;
    private volatile boolean connecting;

    public RedisModelChanges(Vertx vertx, Environment environment) {
        this.vertx = vertx;
        this.options = RedisAddress.of(environment).map(RedisSharing::options);
        this.publisher = options.map(redis -> Redis.createClient(vertx, new RedisOptions(redis)));
    }

    /** Starts to listen to others, and goes on trying. */
    public void start() {
        options.ifPresent(redis -> {
            connect(redis);
            vertx.setPeriodic(CHECK_MILLIS, ignored -> {
                if (!subscribed) {
                    connect(redis);
                }
            });
        });
    }

    @Override
    public CompletionStage<Void> publish(long revision) {
        publisher.ifPresent(
                redis -> redis.send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(revision))
                        .onFailure(failure -> LOG.debugf("a change of models was not told: %s", failure.getMessage())));
        return heard(revision);
    }

    @Override
    public void subscribe(LongFunction<CompletionStage<Void>> listener) {
        listeners.add(listener);
    }

    private CompletableFuture<Void> heard(long revision) {
        return CompletableFuture.allOf(listeners.stream()
                .map(listener -> listener.apply(revision).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private void connect(RedisOptions redis) {
        if (connecting) {
            return;
        }
        connecting = true;
        Redis client = Redis.createClient(
                vertx, new RedisOptions(redis).setMaxPoolSize(1).setMaxPoolWaiting(4));
        client.connect()
                .compose(connection -> {
                    connection.handler(this::message);
                    connection.exceptionHandler(failure -> lost(client, connection));
                    connection.endHandler(ignored -> lost(client, connection));
                    return connection.send(Request.cmd(Command.SUBSCRIBE).arg(CHANNEL));
                })
                .onComplete(result -> {
                    connecting = false;
                    subscribed = result.succeeded();
                    if (result.failed()) {
                        client.close();
                    }
                });
    }

    private void lost(Redis client, RedisConnection connection) {
        if (subscribed) {
            subscribed = false;
            connection.close();
            client.close();
        }
    }

    /** An array of kind, channel, text. */
    private void message(Response response) {
        if (response != null
                && response.size() == 3
                && "message".equals(response.get(0).toString())) {
            var _ = heard(response.get(2).toLong());
        }
    }
}
