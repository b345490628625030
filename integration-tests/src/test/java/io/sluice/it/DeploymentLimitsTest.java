package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limits of one deployment over three routers, as its provider sees them. */
@ExtendWith(LogsOnFailure.class)
class DeploymentLimitsTest {

    /** Sluice counts a call when it is sent, the provider when it arrives: on a busy machine the way takes its time. */
    private static final long MINUTE = TimeUnit.SECONDS.toMicros(60) - TimeUnit.SECONDS.toMicros(2);

    /** More than any machine needs for a minute's demand. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Nonces nonces = new Nonces();
    private Gateway client;

    @BeforeEach
    void findSluice() {
        Installation sluice = Installation.of(Shape.FLEET);
        client = sluice.gateway().as(new Books(sluice.gateway()).newKey(""));
    }

    @Test
    void shouldLetAllOfSixtyCallsAMinuteThroughAndNoMore() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        AtomicInteger served = new AtomicInteger();
        List<List<Answer>> clients = Parallel.calls(12, i -> {
            List<Answer> answers = new ArrayList<>();
            // until the next minute has begun
            while (served.get() <= 62 && System.nanoTime() < end) {
                Answer answer = client.chat("sixty", nonces.prompt("repeat: one of many sim{first-ms=20}"));
                served.addAndGet(answer.status() == 200 ? 1 : 0);
                answers.add(answer);
                Eventually.sleep(Duration.ofMillis(400));
            }
            return answers;
        });

        List<Entry> seen = nonces.seen();
        long first = seen.getFirst().arrivedMicros();
        assertThat(within(seen, first)).as("of the first minute").isBetween(57L, 60L);
        assertThat(seen).as("of any minute").allMatch(each -> within(seen, each.arrivedMicros()) <= 60);
        assertThat(seen).as("after the minute").hasSizeGreaterThan(60);

        List<Answer> refused =
                LimitsTest.refused(clients.stream().flatMap(List::stream).toList(), 429);
        assertThat(refused).isNotEmpty().allSatisfy(answer -> {
            assertThat(Long.parseLong(answer.header("retry-after"))).isBetween(1L, 61L);
            assertThat(answer.json().path("error").path("type").asText()).isEqualTo("throttling_error");
            assertThat(answer.error()).contains("requests or tokens of the minute are used up");
        });
        assertThat(seen)
                .as("nothing but what was answered")
                .hasSize(clients.stream().mapToInt(List::size).sum() - refused.size());
    }

    private static long within(List<Entry> seen, long from) {
        return seen.stream()
                .filter(each -> each.arrivedMicros() >= from && each.arrivedMicros() < from + MINUTE)
                .count();
    }

    @Test
    void shouldMakeThreeCallsAtOnce() {
        List<Answer> answers = Parallel.calls(
                30, i -> client.chat("three-at-once", nonces.prompt("repeat: one of many sim{first-ms=2500}")));

        assertThat(LimitsTest.refused(answers, 429)).hasSizeBetween(24, 27);
        List<Entry> seen = nonces.seen();
        assertThat(seen)
                .allMatch(one -> seen.stream()
                                .filter(other -> other.arrivedMicros() <= one.arrivedMicros()
                                        && other.endedMicros() > one.arrivedMicros())
                                .count()
                        <= 3);
    }
}
