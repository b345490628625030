package io.sluice.router.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisModelChangesTest {

    private static RedisForTests redis;

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisForTests();
    }

    @AfterAll
    static void stop() throws Exception {
        redis.close();
    }

    /** @param heard gets the revisions that a process is told of */
    private static RedisModelChanges process(BlockingQueue<Long> heard) throws InterruptedException {
        RedisModelChanges changes = redis.modelChanges();
        changes.subscribe(revision -> {
            heard.add(revision);
            return CompletableFuture.completedStage(null);
        });
        changes.start();
        while (!changes.listens()) {
            Thread.sleep(10);
        }
        return changes;
    }

    @Test
    void shouldTellOtherProcessesAlsoAfterRedisWasAway() throws Exception {
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        RedisModelChanges listening = process(heard);
        RedisModelChanges telling = process(new LinkedBlockingQueue<>());

        telling.publish(7).toCompletableFuture().join();
        assertThat(heard.take()).isEqualTo(7);

        redis.stop();
        while (listening.listens()) {
            Thread.sleep(10);
        }
        redis.start();
        while (!listening.listens()) {
            Thread.sleep(10);
        }
        Long next = null;
        while (next == null) { // what is told before the teller has a connection again is lost
            telling.publish(8).toCompletableFuture().join();
            next = heard.poll(50, TimeUnit.MILLISECONDS);
        }
        assertThat(next).isEqualTo(8);
    }
}
