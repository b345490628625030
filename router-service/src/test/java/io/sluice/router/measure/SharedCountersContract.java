package io.sluice.router.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link SharedCounters} does. */
public abstract class SharedCountersContract {

    private static final long LIFE = 60_000;

    private final String window = "window-" + UUID.randomUUID();

    /** The counters as the router of this name sees them; the same name is the same router. */
    protected abstract SharedCounters router(String name);

    private static Map<String, Long> tell(SharedCounters router, String window, Map<String, Long> mine) {
        return router.exchange(window, LIFE, mine).toCompletableFuture().join();
    }

    @Test
    void shouldAddUpWhatRoutersTell() {
        assertThat(tell(router("a"), window, Map.of("x", 5L, "y", 1L))).isEqualTo(Map.of("x", 5L, "y", 1L));
        assertThat(tell(router("b"), window, Map.of("x", 7L))).isEqualTo(Map.of("x", 12L, "y", 1L));
        assertThat(tell(router("a"), window, Map.of())).isEqualTo(Map.of("x", 12L, "y", 1L));
    }

    @Test
    void shouldCountARunningTotalOnceHoweverOftenItIsTold() {
        for (int i = 0; i < 3; i++) {
            assertThat(tell(router("a"), window, Map.of("x", 5L))).isEqualTo(Map.of("x", 5L));
        }
        assertThat(tell(router("a"), window, Map.of("x", 8L))).isEqualTo(Map.of("x", 8L));
    }

    @Test
    void shouldKeepWindowsApart() {
        tell(router("a"), window, Map.of("x", 5L));

        assertThat(tell(router("a"), window + "-next", Map.of("x", 2L))).isEqualTo(Map.of("x", 2L));
        assertThat(tell(router("b"), window, Map.of())).isEqualTo(Map.of("x", 5L));
    }

    @Test
    void shouldKeepLargeAmountsExact() {
        long nanos = 9_007_199_254_740_993L; // 2^53 + 1
        tell(router("a"), window, Map.of("spend", nanos));

        assertThat(tell(router("b"), window, Map.of("spend", 1L))).isEqualTo(Map.of("spend", nanos + 1));
    }

    @Test
    void shouldAgreeWithASumWhateverIsTold() {
        SplittableRandom random = new SplittableRandom(9);
        List<String> names = List.of("x", "y:tokens", "a name with spaces");
        Map<String, Map<String, Long>> totals = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            String router = "router-" + random.nextInt(3);
            String name = names.get(random.nextInt(names.size()));
            Map<String, Long> own = totals.computeIfAbsent(router, ignored -> new HashMap<>());
            own.merge(name, random.nextLong(1_000_000_000), Long::sum);
            Map<String, Long> told = random.nextBoolean() ? own : Map.of(name, own.get(name));
            Map<String, Long> sums = new HashMap<>();
            for (Map<String, Long> each : new ArrayList<>(totals.values())) {
                each.forEach((counter, value) -> sums.merge(counter, value, Long::sum));
            }
            assertThat(tell(router(router), window, told)).isEqualTo(sums);
        }
    }
}
