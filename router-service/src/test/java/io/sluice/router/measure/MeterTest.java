package io.sluice.router.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Settings;
import io.sluice.router.failure.ErrorClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeterTest {

    private static final long MINUTE = 60_000;
    private static final long NOW = 29_000_000 * MINUTE;

    private final Meters meters = new Meters(MeterSettings.DEFAULT);
    private final Meter meter = meters.of("d");

    @Test
    void shouldCountACallWhileItIsUnderWay() {
        meter.began(100);
        meter.began(50);
        assertThat(meter.inFlight()).isEqualTo(2);
        assertThat(meter.tokens(NOW)).isEqualTo(150);

        meter.answered(NOW, 2_000_000, 300_000, 180, 80);
        meter.ended(100);
        assertThat(meter.inFlight()).isEqualTo(1);
        assertThat(meter.tokens(NOW)).isEqualTo(230);
        assertThat(meter.latency(NOW)).isEqualTo(25_000);
        assertThat(meter.firstToken(NOW)).isEqualTo(300_000);
    }

    @Test
    void shouldStartAnewEachMinute() {
        meter.began(0);
        meter.answered(NOW, 1, -1, 500, 1);
        meter.failed(NOW, ErrorClass.INTERNAL);
        assertThat(meter.failures(NOW, ErrorClass.INTERNAL)).isEqualTo(1);

        long next = NOW + MINUTE;
        assertThat(meter.tokens(next)).isZero();
        assertThat(meter.failures(next, ErrorClass.INTERNAL)).isZero();

        meter.answered(next, 1, -1, 7, 1);
        meter.answered(NOW, 1, -1, 9, 1); // a thread that is late counts into the new minute
        assertThat(meter.tokens(next)).isEqualTo(16);
    }

    @Test
    void shouldPenalizeATimeoutAsLitellmDoes() {
        meter.failed(NOW, ErrorClass.TIMEOUT);
        meter.failed(NOW, ErrorClass.INTERNAL);

        assertThat(meter.latency(NOW)).isEqualTo(1e9);
        assertThat(meter.firstToken(NOW)).isEqualTo(1e9);
    }

    @Test
    void shouldReadTheSizesOfItsWindows() {
        MeterSettings read = MeterSettings.read(new Settings("args", Map.of("ttl", 60, "max_latency_list_size", "3")));
        assertThat(read).isEqualTo(new MeterSettings(3, 60_000));
        assertThat(MeterSettings.read(Settings.empty("args"))).isEqualTo(MeterSettings.DEFAULT);
    }

    @Test
    void shouldKeepMetersOverAReloadAndForgetThoseThatAreGone() {
        meter.began(0);
        meters.of("gone").began(0);
        meters.retain(Set.of("d"));

        assertThat(meters.of("d").inFlight()).isEqualTo(1);
        assertThat(meters.of("gone").inFlight()).isZero();
    }

    @Test
    void shouldLoseNothingBetweenThreads() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    meter.began(3);
                    meter.answered(NOW, 10, 5, 7, 1);
                    meter.ended(3);
                    meter.began(2);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(meter.inFlight()).isEqualTo(160_000);
        assertThat(meter.tokens(NOW)).isEqualTo(160_000 * 9);
        assertThat(meter.latency(NOW)).isEqualTo(10);
    }

    @Test
    void shouldSeeWhatTheFleetUsed() {
        LocalCounters store = new LocalCounters();
        List<Meters> routers = List.of(
                new Meters(MeterSettings.DEFAULT),
                new Meters(MeterSettings.DEFAULT),
                new Meters(MeterSettings.DEFAULT));
        List<UsageExchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            exchanges.add(new UsageExchange(routers.get(i), store.router("router-" + i)));
            routers.get(i).of("d").began(0);
            routers.get(i).of("d").answered(NOW, 1, -1, 100 * (i + 1), 1);
        }
        for (int round = 0; round < 2; round++) {
            exchanges.forEach(
                    exchange -> exchange.exchange(NOW).toCompletableFuture().join());
        }
        routers.forEach(each -> assertThat(each.of("d").tokens(NOW)).isEqualTo(600));

        routers.getFirst().of("d").answered(NOW, 1, -1, 5, 1);
        assertThat(routers.getFirst().of("d").tokens(NOW)).isEqualTo(605);
        assertThat(routers.getFirst().of("d").tokens(NOW + MINUTE)).isZero();
    }
}
