package io.sluice.router.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.Settings;
import io.sluice.router.retry.RetryBudget;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HedgingTest {

    private static final HedgeSettings P95 = new HedgeSettings(95, 0, 1, 5);

    private static HedgeSettings read(Map<String, Object> hedge) {
        return HedgeSettings.read(new Settings("sluice_settings", Map.of("hedge", hedge)))
                .orElseThrow();
    }

    @Test
    void shouldKeepPercentilesWithinAFifth() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 50; round++) {
            Percentiles percentiles = new Percentiles();
            long[] times = new long[900];
            for (int i = 0; i < times.length; i++) {
                times[i] = (long) Math.exp(random.nextDouble(0, 12));
                percentiles.add(times[i]);
            }
            Arrays.sort(times);
            for (double percentile : new double[] {50, 90, 95, 99}) {
                long exact = times[(int) Math.ceil(percentile / 100 * times.length) - 1];
                assertThat(percentiles.millis(percentile)).isBetween(exact, (long) Math.ceil(exact * 1.21) + 1);
            }
        }
    }

    @Test
    void shouldForgetThePast() {
        Percentiles percentiles = new Percentiles();
        for (int i = 0; i < 100_000; i++) {
            percentiles.add(10_000);
        }
        for (int i = 0; i < 5 * Percentiles.HALF_LIFE; i++) {
            percentiles.add(100);
        }
        assertThat(percentiles.millis(95)).isLessThan(150);
    }

    @Test
    void shouldWaitForThePercentileAndSayNothingBeforeItKnowsOne() {
        Hedging hedging = new Hedging(P95, new RetryBudget());
        assertThat(hedging.afterMillis()).isEmpty();
        for (int i = 1; i <= 100; i++) {
            hedging.firstToken(i * 10);
        }
        assertThat(hedging.afterMillis().orElseThrow()).isBetween(950L, 1_200L);
    }

    @Test
    void shouldHedgeNoMoreThanItsShare() {
        Hedging hedging = new Hedging(P95, new RetryBudget());
        RetryBudget retries = new RetryBudget();
        Hedging one = new Hedging(P95, retries);
        int hedged = 0;
        for (int i = 0; i < 10_000; i++) {
            one.request();
            retries.request();
            if (one.hedge(0)) {
                hedged++;
                retries.done();
            }
        }
        assertThat(hedged).isBetween(495, 500);
        assertThat(hedging.hedge(0)).as("nothing earned yet").isFalse();
    }

    @Test
    void shouldNotHedgeWhenRetriesNeedTheBudget() {
        RetryBudget retries = new RetryBudget();
        Hedging hedging = new Hedging(P95, retries);
        for (int i = 0; i < 1_000; i++) {
            hedging.request();
        }
        while (retries.left() > 0) {
            retries.retry(false);
        }
        assertThat(hedging.hedge(0)).isFalse();
        for (int i = 0; i < 6; i++) {
            retries.request();
        }
        assertThat(hedging.hedge(0)).as("its own place was given back").isTrue();
    }

    @Test
    void shouldMakeNoMoreThanTheExtraCallsOfARequest() {
        Hedging hedging = new Hedging(new HedgeSettings(0, 300, 2, 100), new RetryBudget());
        for (int i = 0; i < 10; i++) {
            hedging.request();
        }
        assertThat(hedging.afterMillis()).isEqualTo(OptionalLong.of(300));
        assertThat(hedging.hedge(1)).isTrue();
        assertThat(hedging.hedge(2)).isFalse();
    }

    @Test
    void shouldReadItsSettings() {
        assertThat(read(Map.of("after", "p95"))).isEqualTo(P95);
        assertThat(read(Map.of("after", 400, "max_extra", 2, "budget_pct", 2.5)))
                .isEqualTo(new HedgeSettings(0, 400, 2, 2.5));
        assertThat(HedgeSettings.read(Settings.empty("sluice_settings"))).isEmpty();
        assertThatThrownBy(() -> read(Map.of("after", "soon")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("soon");
    }
}
