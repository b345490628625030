package io.sluice.router.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.router.measure.SharedCounters;
import io.sluice.router.measure.SharedCountersContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisCountersTest extends SharedCountersContract {

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
    protected SharedCounters router(String name) {
        return redis.router(name).counters();
    }

    @Test
    void shouldFailWhenRedisIsGoneAndWorkWhenItIsBack() throws Exception {
        SharedCounters counters = router("lonely");
        counters.exchange("w", 60_000, Map.of("x", 1L)).toCompletableFuture().join();
        redis.stop();
        assertThatThrownBy(() -> counters.exchange("w", 60_000, Map.of("x", 2L))
                        .toCompletableFuture()
                        .join())
                .isNotNull();
        redis.start();
        Map<String, Long> sums = null;
        while (sums == null) {
            try {
                sums = counters.exchange("w", 60_000, Map.of("x", 3L))
                        .toCompletableFuture()
                        .join();
            } catch (RuntimeException connectionsOfBefore) {
                Thread.onSpinWait();
            }
        }
        // nothing was saved: the running total brings it back
        assertThat(sums).isEqualTo(Map.of("x", 3L));
    }
}
