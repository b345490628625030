package io.sluice.router.redis;

import io.sluice.router.engine.Remembered;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other routers for a call that this one did not make, over the channel {@value #CHANNEL}; each answers into a list that ends by itself. So
 * a call that nobody asks about costs nothing. Thread-safe.
 */
public final class RedisExplanations implements Remembered {

    private static final String CHANNEL = "sluice:explain";
    private static final String ANYBODY = "*";
    private static final Logger LOG = Logger.getLogger(RedisExplanations.class);
    private static final long POLL_MILLIS = 20;
    private static final long PATIENCE_MILLIS = 2_000;

    private static final String REPLY = """
            redis.call('RPUSH', KEYS[1], ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """;

    private final Vertx vertx;
    private final Redis redis;
    private final String router;
    private final Subscription subscription;
    private final AtomicLong asked = new AtomicLong();
    private volatile Remembered own = Remembered.NOTHING;

    RedisExplanations(Vertx vertx, Redis redis, RedisOptions options, String router) {
        this.vertx = vertx;
        this.redis = redis;
        this.router = router;
        this.subscription = new Subscription(
                vertx, options, CHANNEL, this::question, why -> LOG.debugf("no questions from other routers: %s", why));
    }

    /** Starts to answer the others. @param remembered by this router */
    public void start(Remembered remembered) {
        own = remembered;
        subscription.start(() -> {});
    }

    /** Whether the others are heard. */
    boolean listens() {
        return subscription.listens();
    }

    @Override
    public CompletionStage<Optional<byte[]>> explained(String requestId, @Nullable String keyHash) {
        String replies = CHANNEL + ':' + router + ':' + asked.incrementAndGet();
        String question = router + ' ' + replies + ' ' + (keyHash == null ? ANYBODY : keyHash) + ' ' + requestId;
        Promise<Optional<byte[]>> answer = Promise.promise();
        redis.send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(question))
                .onSuccess(heardBy -> {
                    int others = heardBy.toInteger() - (subscription.listens() ? 1 : 0);
                    collect(replies, others, System.nanoTime() + PATIENCE_MILLIS * 1_000_000, answer);
                })
                .onFailure(answer::fail);
        return answer.future().toCompletionStage();
    }

    private void collect(String replies, int missing, long until, Promise<Optional<byte[]>> answer) {
        if (missing <= 0 || System.nanoTime() - until > 0) {
            answer.complete(Optional.empty());
            return;
        }
        redis.send(Request.cmd(Command.LPOP).arg(replies))
                .onSuccess(reply -> {
                    byte[] page = reply == null ? new byte[0] : reply.toBytes();
                    if (page.length > 0) {
                        answer.complete(Optional.of(page));
                    } else if (reply != null) {
                        collect(replies, missing - 1, until, answer);
                    } else {
                        vertx.setTimer(POLL_MILLIS, ignored -> collect(replies, missing, until, answer));
                    }
                })
                .onFailure(answer::fail);
    }

    /** Router, list of replies, key, id of the call; only the last may hold a space. */
    private void question(String text) {
        String[] parts = text.split(" ", 4);
        if (parts.length == 4 && !parts[0].equals(router)) {
            var _ = own.explained(parts[3], parts[2].equals(ANYBODY) ? null : parts[2])
                    .thenAccept(page -> reply(parts[1], page.orElseGet(() -> new byte[0])));
        }
    }

    private Future<Response> reply(String replies, byte[] page) {
        return redis.send(Request.cmd(Command.EVAL)
                        .arg(REPLY)
                        .arg(1)
                        .arg(replies)
                        .arg(Buffer.buffer(page))
                        .arg(PATIENCE_MILLIS))
                .onFailure(failure -> LOG.debugf("another router was not answered: %s", failure.getMessage()));
    }
}
