package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** Compares counts with the shares they should have, by Pearson's test. */
final class Shares {

    private Shares() {}

    /**
     * Fails when counts like these come by chance less than about once in ten thousand times. The draws are pseudo-random with fixed seeds, so
     * that a test that passes once passes always.
     */
    static void assertShares(Map<String, Integer> counts, Map<String, Double> weights) {
        double total = counts.values().stream().mapToInt(Integer::intValue).sum();
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        double chiSquare = 0;
        int cells = 0;
        for (var weight : weights.entrySet()) {
            double expected = total * weight.getValue() / sum;
            int seen = counts.getOrDefault(weight.getKey(), 0);
            if (expected == 0) {
                assertThat(seen).as(weight.getKey() + " has no weight").isZero();
            } else {
                chiSquare += (seen - expected) * (seen - expected) / expected;
                cells++;
            }
        }
        assertThat(weights.keySet()).containsAll(counts.keySet());
        // Wilson, Hilferty 1931: the cube root of chi-square by degree is about normal; 3.72 is its 0.9999 quantile
        int degrees = Math.max(1, cells - 1);
        double spread = 2.0 / (9 * degrees);
        double limit = degrees * Math.pow(1 - spread + 3.72 * Math.sqrt(spread), 3);
        assertThat(chiSquare)
                .as("distribution " + counts + " against " + weights)
                .isLessThan(limit);
    }
}
