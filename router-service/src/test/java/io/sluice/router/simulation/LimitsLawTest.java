package io.sluice.router.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.region.Place;
import io.sluice.router.simulation.LimitedFleet.Made;
import io.sluice.router.simulation.LimitedFleet.Refused;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.Residency;
import io.sluice.router.strategy.RouteFacts;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code rpm}, {@code tpm} and {@code max_parallel_requests} are the installation's, not each router's. */
class LimitsLawTest {

    private static final double NONE = Double.NaN;
    private static final long MINUTE = 60_000;
    private static final int SEEDS = 5;

    private static Candidate candidate(String id, double atOnce, double rpm, double tpm) {
        return new Candidate(
                id,
                "openai",
                1,
                NONE,
                rpm,
                tpm,
                atOnce,
                10,
                0,
                Set.of(),
                Set.of(),
                List.of(),
                Place.UNKNOWN,
                NONE,
                false,
                0);
    }

    /** Where calls come in. */
    enum Demand {
        EVEN,
        ONE_ROUTER,
        SKEWED,
        WANDERING;

        IntSupplier of(LimitedFleet fleet, SplittableRandom random) {
            return switch (this) {
                case EVEN -> () -> random.nextInt(3);
                case ONE_ROUTER -> () -> 1;
                case SKEWED -> () -> random.nextInt(20) == 0 ? random.nextInt(3) : 2;
                case WANDERING -> () -> (int) (fleet.time.elapsed() / 7_000 % 3);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeAllOfALimitAndNoMore(Demand demand) {
        for (int seed = 0; seed < SEEDS; seed++) {
            for (double perSecond : new double[] {1.5, 5, 50}) {
                LimitedFleet fleet = new LimitedFleet(seed, 3, candidate("a", NONE, 60, NONE));
                fleet.demand(perSecond, 4 * MINUTE, demand.of(fleet, new SplittableRandom(seed)), 300);
                fleet.run(4 * MINUTE);

                String of = demand + " " + perSecond + " seed " + seed;
                assertThat(fleet.mostOfAMinute()).as(of).isLessThanOrEqualTo(60);
                assertThat(fleet.within(0, MINUTE)).as(of).isBetween(57L, 60L);
                // places come back one by one, and wait for a call that comes by chance
                assertThat(fleet.made).as(of).hasSizeGreaterThanOrEqualTo(perSecond < 5 ? 4 * 55 : 4 * 57);
            }
        }
    }

    @Test
    void shouldServeAllOfALimitToACrowdThatComesAtOnce() {
        for (int seed = 0; seed < SEEDS; seed++) {
            LimitedFleet fleet = new LimitedFleet(seed, 3, candidate("a", NONE, 60, NONE));
            for (int i = 0; i < 300; i++) {
                fleet.call(1_000, i % 3, 500, 100);
            }
            fleet.run(30_000);

            assertThat(fleet.made).hasSize(60);
            assertThat(fleet.refused).hasSize(240);
            assertThat(fleet.refused).extracting(Refused::waited).allMatch(waited -> waited <= 1_200);
        }
    }

    @Test
    void shouldSayWhenAMinuteIsOver() {
        LimitedFleet fleet = new LimitedFleet(1, 1, candidate("a", NONE, 2, NONE));
        fleet.call(0, 0, 10, 10);
        fleet.call(10_000, 0, 10, 10);
        fleet.call(20_000, 0, 10, 10);
        fleet.run(30_000);

        assertThat(fleet.refused)
                .extracting(Refused::retryAfter)
                .allMatch(millis -> millis > 39_000 && millis < 42_000);
    }

    @Test
    void shouldAskNobodyWhileItsSliceLasts() {
        LimitedFleet fleet = new LimitedFleet(1, 3, candidate("a", NONE, 6_000, NONE));
        fleet.demand(50, 20_000, () -> 0, 100);
        fleet.run(20_000);
        fleet.lose(1);
        int before = fleet.made.size();
        for (int i = 0; i < 20; i++) {
            fleet.call(20_001, 0, 100, 100);
        }
        fleet.run(20_010);

        assertThat(fleet.made).hasSize(before + 20);
    }

    @Test
    void shouldHoldWhileMessagesAreLost() {
        for (int seed = 0; seed < SEEDS; seed++) {
            LimitedFleet fleet = new LimitedFleet(seed, 3, candidate("a", NONE, 60, NONE));
            fleet.lose(0.05);
            fleet.demand(5, 2 * MINUTE, Demand.EVEN.of(fleet, new SplittableRandom(seed)), 300);
            fleet.run(2 * MINUTE);

            assertThat(fleet.mostOfAMinute()).isLessThanOrEqualTo(60);
            assertThat(fleet.within(0, MINUTE)).isGreaterThanOrEqualTo(57);
        }
    }

    @Test
    void shouldGoOnByItselfWhileTheGrantorIsAway() {
        LimitedFleet fleet = new LimitedFleet(3, 3, candidate("a", NONE, 60, NONE));
        fleet.lose(1);
        fleet.demand(5, MINUTE, Demand.EVEN.of(fleet, new SplittableRandom(3)), 300);
        fleet.run(MINUTE);

        assertThat(fleet.made).hasSizeBetween(150, 180);
        for (int router = 0; router < 3; router++) {
            int of = router;
            assertThat(fleet.made).filteredOn(each -> each.router() == of).hasSizeLessThanOrEqualTo(60);
        }
    }

    @Test
    void shouldRememberWhatARouterDidThatDied() {
        LimitedFleet fleet = new LimitedFleet(4, 2, candidate("a", NONE, 60, NONE));
        for (int i = 0; i < 50; i++) {
            fleet.call(1_000 + i * 10, 0, 10, 10);
        }
        fleet.run(4_000);
        fleet.kill(0);
        fleet.demand(10, 2 * MINUTE, () -> 1, 10);
        fleet.run(2 * MINUTE);

        assertThat(fleet.mostOfAMinute()).isLessThanOrEqualTo(60);
        assertThat(fleet.within(MINUTE + 15_000, 2 * MINUTE)).isGreaterThanOrEqualTo(50);
    }

    @Test
    void shouldMakeNoMoreCallsAtOnceThanADeploymentTakes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            LimitedFleet fleet = new LimitedFleet(seed, 3, candidate("a", 5, NONE, NONE));
            fleet.demand(20, MINUTE, Demand.EVEN.of(fleet, new SplittableRandom(seed)), 1_000);
            fleet.run(MINUTE);

            assertThat(fleet.mostAtOnce()).isEqualTo(5);
            // five at a time, one second each
            assertThat(fleet.made).hasSizeBetween(220, 305);
        }
    }

    @Test
    void shouldCountTokensAsTheyAreAndNotAsTheyWereExpected() {
        RouteFacts capped =
                new RouteFacts(List.of(), true, "", 50, 450, false, List.of(), Residency.ANYWHERE, 0, Set.of());
        LimitedFleet fleet = new LimitedFleet(5, 3, candidate("a", NONE, NONE, 10_000));
        fleet.each(capped);
        fleet.demand(20, MINUTE, Demand.EVEN.of(fleet, new SplittableRandom(5)), 200);
        fleet.run(MINUTE);

        // each was expected to use 500 and used 100
        assertThat(fleet.mostTokensOfAMinute()).isBetween(9_000L, 10_000L);
    }

    @Test
    void shouldTakeTheDeploymentThatHasRoom() {
        LimitedFleet fleet = new LimitedFleet(6, 3, candidate("a", NONE, 10, NONE), candidate("b", NONE, 30, NONE));
        fleet.demand(5, 50_000, Demand.EVEN.of(fleet, new SplittableRandom(6)), 200);
        fleet.run(50_000);

        assertThat(fleet.made)
                .extracting(Made::deployment)
                .filteredOn("a"::equals)
                .hasSize(10);
        assertThat(fleet.made)
                .extracting(Made::deployment)
                .filteredOn("b"::equals)
                .hasSize(30);
    }
}
