package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimpleShuffleLawTest {

    private static final int CALLS = 30_000;

    private static Group weighted(Map<String, Double> weights) {
        Group group = Group.of();
        weights.forEach((id, weight) -> group.with(id, maker -> {
            maker.weight = weight;
            return maker;
        }));
        return group;
    }

    @Test
    void shouldShareByWeightWhateverTheWeightsAre() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20; round++) {
            Map<String, Double> weights = new HashMap<>();
            int size = random.nextInt(2, 12);
            for (int i = 0; i < size; i++) {
                weights.put("d" + i, random.nextInt(4) == 0 ? 0 : random.nextDouble(0.1, 10));
            }
            weights.put("sure", 1.0);
            Shares.assertShares(weighted(weights).counts(RouteFacts.PLAIN, CALLS), weights);
        }
    }

    @Test
    void shouldKeepTheProportionsOfTheOthersWhenOneLeaves() {
        Map<String, Double> weights = Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0);
        Map<String, Integer> counts = weighted(weights).without("c").counts(RouteFacts.PLAIN, CALLS);

        Shares.assertShares(counts, Map.of("a", 1.0, "b", 2.0, "d", 4.0));
    }

    @Test
    void shouldShareAlikeWithoutWeights() {
        Shares.assertShares(
                Group.of("a", "b", "c").counts(RouteFacts.PLAIN, CALLS), Map.of("a", 1.0, "b", 1.0, "c", 1.0));
    }

    @Test
    void shouldShareAlikeWhenAllWeightsAreZero() {
        Shares.assertShares(
                weighted(Map.of("a", 0.0, "b", 0.0)).counts(RouteFacts.PLAIN, CALLS), Map.of("a", 1.0, "b", 1.0));
    }

    @Test
    void shouldLetTheFirstDeploymentDecideWhichKeyCounts() {
        Group byRpm = Group.of()
                .with("first", maker -> {
                    maker.rpm = 10;
                    maker.tpm = 1;
                    return maker;
                })
                .with("second", maker -> {
                    maker.rpm = 30;
                    maker.weight = 1_000;
                    return maker;
                })
                .with("without", maker -> {
                    maker.tpm = 1_000;
                    return maker;
                });

        Shares.assertShares(
                byRpm.counts(RouteFacts.PLAIN, CALLS), Map.of("first", 10.0, "second", 30.0, "without", 0.0));
    }

    @Test
    void shouldAskTheFirstThatIsThereWhichKeyCounts() {
        Group group = Group.of()
                .with("resting", maker -> {
                    maker.weight = 1;
                    return maker;
                })
                .with("a", maker -> {
                    maker.tpm = 100;
                    return maker;
                })
                .with("b", maker -> {
                    maker.tpm = 300;
                    maker.weight = 7;
                    return maker;
                })
                .saw(Signal.AVAILABLE_AT, "resting", Double.MAX_VALUE);

        Shares.assertShares(group.counts(RouteFacts.PLAIN, CALLS), Map.of("a", 100.0, "b", 300.0));
    }

    @Test
    void shouldChooseTheSameForTheSameSeed() {
        Group group = Group.of("a", "b", "c", "d", "e");
        for (long seed = 0; seed < 1_000; seed++) {
            assertThat(group.chosen(RouteFacts.PLAIN, seed)).isEqualTo(group.chosen(RouteFacts.PLAIN, seed));
        }
    }
}
