package io.sluice.router.redis;

import io.sluice.configuration.Environment;
import io.sluice.configuration.RedisAddress;
import io.sluice.contracts.routing.ModelChanges;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
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

    private final List<LongFunction<CompletionStage<Void>>> listeners = new CopyOnWriteArrayList<>();
    private final Optional<Redis> publisher;
    private final Optional<Subscription> subscription;

    public RedisModelChanges(Vertx vertx, Environment environment) {
        this(vertx, RedisAddress.of(environment).map(RedisSharing::options));
    }

    RedisModelChanges(Vertx vertx, Optional<RedisOptions> options) {
        this.publisher = options.map(redis -> Redis.createClient(vertx, new RedisOptions(redis)));
        this.subscription = options.map(redis -> new Subscription(
                vertx,
                redis,
                CHANNEL,
                this::message,
                why -> LOG.debugf("no news of stored models from Redis: %s", why)));
    }

    /** Starts to listen to others, and goes on trying. */
    public void start() {
        subscription.ifPresent(others -> others.start(() -> {}));
    }

    /** Whether others are heard. */
    boolean listens() {
        return subscription.filter(Subscription::listens).isPresent();
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

    private void message(String revision) {
        var _ = heard(Long.parseLong(revision));
    }
}
