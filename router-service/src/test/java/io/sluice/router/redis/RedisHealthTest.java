package io.sluice.router.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.cooldown.FaultOwner;
import io.sluice.router.cooldown.HealthNotice;
import io.sluice.router.cooldown.SharedHealth;
import io.sluice.router.cooldown.SharedHealthContract;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisHealthTest extends SharedHealthContract {

    private static RedisForTests redis;

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisForTests();
    }

    @AfterAll
    static void stop() throws Exception {
        redis.close();
    }

    @Override
    protected SharedHealth router(String name) throws Exception {
        RedisHealth health = redis.router(name + UUID.randomUUID()).health();
        CountDownLatch connected = new CountDownLatch(1);
        health.start(connected::countDown);
        assertThat(connected.await(60, TimeUnit.SECONDS)).isTrue();
        return health;
    }

    @Override
    protected void pass(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    @Test
    void shouldCarryAnyIdOfADeployment() throws Exception {
        SharedHealth a = router("a");
        SharedHealth b = router("b");
        BlockingQueue<HealthNotice> heard = new LinkedBlockingQueue<>();
        b.subscribe(heard::add);
        HealthNotice notice = new HealthNotice("my gpt-4 {ü} \"EU\"", 60_000, FaultOwner.QUOTA, 2);
        a.publish(notice);

        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(notice);
        assertThat(b.resting().toCompletableFuture().join())
                .extracting(HealthNotice::deploymentId)
                .contains("my gpt-4 {ü} \"EU\"");
    }

    @Test
    void shouldListenAgainWhenRedisIsBackAndSaySo() throws Exception {
        try (RedisForTests own = new RedisForTests()) {
            RedisHealth a = own.router("a").health();
            RedisHealth b = own.router("b").health();
            Semaphore connected = new Semaphore(0);
            BlockingQueue<HealthNotice> heard = new LinkedBlockingQueue<>();
            b.subscribe(heard::add);
            b.start(connected::release);
            assertThat(connected.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            own.stop();
            own.start();
            assertThat(connected.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

            HealthNotice notice = HealthNotice.recovered("d");
            while (heard.isEmpty()) {
                a.publish(notice); // its connection of before may be gone
                Thread.sleep(20);
            }
            assertThat(heard.poll()).isEqualTo(notice);
        }
    }
}
