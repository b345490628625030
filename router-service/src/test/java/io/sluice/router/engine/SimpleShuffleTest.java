package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.configuration.Settings;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimpleShuffleTest {

    private static final Provider PROVIDER =
            EngineFixture.CATALOG.provider("openai").orElseThrow();

    private static Deployment deployment(String id, double weight, int order) {
        Target target = new Target(
                id,
                "g",
                PROVIDER,
                "m",
                "http://x",
                null,
                Settings.empty("p"),
                ModelCard.unknown("p", "m"),
                false,
                false);
        return new Deployment(target, weight, order, Optional.empty(), -1, -1, -1, List.of());
    }

    private static Map<String, Integer> drawn(List<Deployment> candidates, int times) {
        Random random = new Random(42);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < times; i++) {
            counts.merge(SimpleShuffle.choose(candidates, random).id(), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void shouldShareCallsByWeight() {
        Map<String, Integer> counts =
                drawn(List.of(deployment("a", 1, 9), deployment("b", 3, 9), deployment("c", 6, 9)), 100_000);

        assertThat(counts.get("a")).isCloseTo(10_000, within(600));
        assertThat(counts.get("b")).isCloseTo(30_000, within(900));
        assertThat(counts.get("c")).isCloseTo(60_000, within(900));
    }

    @Test
    void shouldUseTheLowestOrderOnly() {
        assertThat(drawn(List.of(deployment("late", 100, 2), deployment("a", 1, 1), deployment("b", 1, 1)), 1_000))
                .containsOnlyKeys("a", "b");
    }

    @Test
    void shouldNeverChooseWeightZeroWhileOthersHaveWeight() {
        assertThat(drawn(List.of(deployment("off", 0, 1), deployment("on", 1, 1)), 10_000))
                .containsOnlyKeys("on");
        assertThat(drawn(List.of(deployment("on", 1, 1), deployment("off", 0, 1)), 10_000))
                .containsOnlyKeys("on");
    }

    @Test
    void shouldChooseSomethingWhenAllWeightsAreZero() {
        assertThat(drawn(List.of(deployment("a", 0, 1), deployment("b", 0, 1)), 100))
                .isNotEmpty();
    }
}
