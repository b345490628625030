package io.sluice.router.redis;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Consumer;

/** Listens to a channel on a connection of its own, and goes on trying when that is lost. Thread-safe. */
final class Subscription {

    private static final long CHECK_MILLIS = 1_000;

    private final Vertx vertx;
    private final RedisOptions options;
    private final String channel;
    private final Consumer<String> heard;
    private final Consumer<String> broken;
    private volatile boolean subscribed;
    private volatile boolean connecting;

    /**
     * @param heard gets each message
     * @param broken gets the reason whenever nothing is heard
     */
    Subscription(Vertx vertx, RedisOptions options, String channel, Consumer<String> heard, Consumer<String> broken) {
        this.vertx = vertx;
        this.options = new RedisOptions(options).setMaxPoolSize(1).setMaxPoolWaiting(4);
        this.channel = channel;
        this.heard = heard;
        this.broken = broken;
    }

    /** @param connected told each time that it listens: what came before is unknown */
    void start(Runnable connected) {
        connect(connected);
        vertx.setPeriodic(CHECK_MILLIS, ignored -> {
            if (!subscribed) {
                connect(connected);
            }
        });
    }

    /** Whether messages arrive. */
    boolean listens() {
        return subscribed;
    }

    private void connect(Runnable connected) {
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
                    return connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
                })
                .onComplete(result -> {
                    connecting = false;
                    if (result.succeeded()) {
                        subscribed = true;
                        connected.run();
                    } else {
                        client.close();
                        broken.accept(String.valueOf(result.cause().getMessage()));
                    }
                });
    }

    private void lost(Redis client, RedisConnection connection) {
        if (subscribed) {
            subscribed = false;
            broken.accept("the connection broke");
            connection.close();
            client.close();
        }
    }

    /** An array of kind, channel, text. */
    private void message(Response response) {
        if (response != null
                && response.size() == 3
                && "message".equals(response.get(0).toString())) {
            heard.accept(response.get(2).toString());
        }
    }
}
