package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryShapeWithRedis;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Redis;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Redis forgets everything, or dies, while calls run. */
@EveryShapeWithRedis
class RedisLossTest {

    private static final int PAID = 100;
    private static final int AT_ONCE = 20;

    @Parameter
    Shape shape;

    @Test
    void shouldNotServeOneCallOverTheBudgetWhenRedisForgetsIt() {
        shouldNotServeOneCallOverTheBudget(Redis::flush);
    }

    @Test
    void shouldNotServeOneCallOverTheBudgetWhenRedisDies() {
        shouldNotServeOneCallOverTheBudget(Redis::crash);
    }

    private void shouldNotServeOneCallOverTheBudget(Consumer<Redis> accident) {
        Installation sluice = Installation.of(shape);
        Books books = new Books(sluice.gateway());
        Nonces nonces = new Nonces();
        String key = books.newKey("\"max_budget\":1.0,\"budget_mode\":\"strict\",\"models\":[\"cent\"]");
        Semaphore places = new Semaphore(AT_ONCE);
        AtomicInteger ended = new AtomicInteger();
        List<Answer> answers = Parallel.calls(400, i -> {
            places.acquireUninterruptibly();
            try {
                if (ended.incrementAndGet() == 50) {
                    accident.accept(sluice.redis());
                }
                return sluice.gateway(i).as(key).chat("cent", nonces.prompt("repeat: x sim{first-ms=40}"));
            } finally {
                places.release();
            }
        });
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 422, 503));
        assertThat(nonces.seen()).hasSizeLessThanOrEqualTo(PAID);
        // the rest of the dollar is not lost either
        Eventually.holds(() -> {
            Answer answer =
                    sluice.gateway(ended.incrementAndGet()).as(key).chat("cent", nonces.prompt("repeat: the rest"));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(nonces.seen()).hasSize(PAID);
        });
        Eventually.holds(() -> assertThat(books.rows(key))
                .extracting(row -> row.path("end_user").asText())
                .containsExactlyInAnyOrderElementsOf(
                        nonces.seen().stream().map(Entry::nonce).toList()));
    }
}
