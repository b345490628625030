package io.sluice.router.simulation;

import static io.sluice.router.group.PlanFixture.candidate;
import static io.sluice.router.simulation.Simulation.answered;
import static io.sluice.router.simulation.Simulation.asked;
import static io.sluice.router.simulation.Simulation.attemptsByRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.router.failure.ErrorClass;
import io.sluice.router.strategy.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Three routers, five deployments, scripted outages, on virtual time. Every seed is kept: a run that fails can be looked at again. */
class OutageTest {

    private static final long[] SEEDS = LongStream.rangeClosed(1, 12).toArray();
    private static final double CALLS_A_SECOND = 60;
    private static final long STORM = 30_000;
    private static final long CALM = 90_000;
    private static final long END = 130_000;

    /** What the issue promises of a storm. */
    private static final double MOST_ATTEMPTS = 1.2;

    /** A rest of five seconds, half of one more for who was told of it, and a call that comes along. */
    private static final long RECOVERY = 9_000;

    private static final Map<String, Provider.Behaviour> STORMS = storms();

    private static Map<String, Provider.Behaviour> storms() {
        Map<String, Provider.Behaviour> storms = new LinkedHashMap<>();
        storms.put("500", Provider.says(ErrorClass.INTERNAL, -1));
        storms.put("529 with retry-after", Provider.says(ErrorClass.OVERLOADED, 2_000));
        storms.put("429", Provider.says(ErrorClass.RATE_LIMIT, -1));
        storms.put("429 with retry-after", Provider.says(ErrorClass.RATE_LIMIT, 4_000));
        storms.put("401", Provider.says(ErrorClass.AUTHENTICATION, -1));
        storms.put("refused", Provider.refuses());
        storms.put("silence", Provider.keepsSilent(3_000));
        return storms;
    }

    private static List<Candidate> five(String prefix) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(i -> candidate(prefix + i, Integer.MAX_VALUE, i))
                .toList();
    }

    private static Simulation fleet(long seed, int broken, Provider.Behaviour storm, Map<String, Object> settings) {
        Simulation simulation = new Simulation(seed);
        for (int i = 1; i <= 5; i++) {
            Provider provider = new Provider(300);
            simulation.deployment("d" + i, i <= broken ? provider.between(STORM, CALM, storm) : provider);
        }
        return simulation.routers(3, settings, Map.of("group", five("d")));
    }

    @Test
    void shouldMakeAtMostSixCallsForFiveRequestsWhenEverythingIsDown() {
        STORMS.forEach((name, storm) -> {
            for (long seed : SEEDS) {
                var simulation = fleet(seed, 5, storm, Map.of()).run(CALLS_A_SECOND, END);
                var inStorm = simulation.between(STORM, CALM);

                assertThat(attemptsByRequest(inStorm))
                        .as(name + ", seed " + seed)
                        .isLessThanOrEqualTo(MOST_ATTEMPTS);
                assertThat(answered(simulation.between(0, STORM - 5_000)))
                        .as(name)
                        .isEqualTo(1);
            }
        });
    }

    @Test
    void shouldMakeAtMostSixCallsForFiveRequestsWithoutCooldownsToo() {
        for (String name : List.of("500", "refused", "429")) {
            for (long seed : SEEDS) {
                var simulation = fleet(seed, 5, STORMS.get(name), Map.of("disable_cooldowns", true))
                        .run(CALLS_A_SECOND, END);

                assertThat(attemptsByRequest(simulation.between(STORM, CALM)))
                        .as(name + ", seed " + seed)
                        .isLessThanOrEqualTo(MOST_ATTEMPTS);
            }
        }
    }

    @Test
    void shouldMakeAtMostSixCallsForFiveRequestsWithFallbacksThatAreDownToo() {
        for (long seed : SEEDS) {
            Simulation simulation = new Simulation(seed);
            Map<String, List<Candidate>> groups = new LinkedHashMap<>();
            for (String group : List.of("a", "b", "c")) {
                groups.put(group, five(group));
                for (int i = 1; i <= 5; i++) {
                    simulation.deployment(group + i, new Provider(300).between(STORM, CALM, STORMS.get("500")));
                }
            }
            simulation.routers(3, Map.of(), groups).run(CALLS_A_SECOND, END);

            assertThat(attemptsByRequest(simulation.between(STORM, CALM)))
                    .as("seed " + seed)
                    .isLessThanOrEqualTo(MOST_ATTEMPTS);
        }
    }

    @Test
    void shouldBeBackSoonAfterAStorm() {
        STORMS.forEach((name, storm) -> {
            for (long seed : SEEDS) {
                var simulation = fleet(seed, 5, storm, Map.of()).run(CALLS_A_SECOND, END);
                // a key that was refused for a minute is asked again after at most forty seconds
                long most = name.equals("401") ? 40_000 : RECOVERY;

                assertThat(simulation.lastThatFails(CALM, request -> request.answered))
                        .as(name + ", seed " + seed)
                        .isLessThan(most);
            }
        });
    }

    @Test
    void shouldHardlyBeNoticedWhenTwoOfFiveAreDown() {
        STORMS.forEach((name, storm) -> {
            for (long seed : SEEDS) {
                var simulation = fleet(seed, 2, storm, Map.of()).run(CALLS_A_SECOND, END);
                var inStorm = simulation.between(STORM, CALM);

                assertThat(answered(inStorm)).as(name + ", seed " + seed).isGreaterThan(0.985);
                assertThat(attemptsByRequest(inStorm)).as(name).isLessThan(1.05);
            }
        });
    }

    @Test
    void shouldShareByWeightBeforeDuringAndAfterAnOutage() {
        Map<String, Integer> before = new LinkedHashMap<>();
        Map<String, Integer> during = new LinkedHashMap<>();
        Map<String, Integer> after = new LinkedHashMap<>();
        for (long seed : SEEDS) {
            var simulation = fleet(seed, 2, STORMS.get("500"), Map.of()).run(CALLS_A_SECOND, END);
            asked(simulation.between(0, STORM)).forEach((id, count) -> before.merge(id, count, Integer::sum));
            asked(simulation.between(STORM + 5_000, CALM))
                    .forEach((id, count) -> during.merge(id, count, Integer::sum));
            asked(simulation.between(CALM + RECOVERY, END))
                    .forEach((id, count) -> after.merge(id, count, Integer::sum));
        }
        during.remove("d1");
        during.remove("d2");
        assertDistribution(before, 0.06);
        assertDistribution(during, 0.06);
        assertDistribution(after, 0.06);
    }

    /** Each within a share of what its weight, the number in its name, asks for. */
    private static void assertDistribution(Map<String, Integer> counts, double error) {
        double weights = counts.keySet().stream()
                .mapToInt(id -> Integer.parseInt(id.substring(1)))
                .sum();
        double total = counts.values().stream().mapToInt(Integer::intValue).sum();
        counts.forEach((id, count) -> {
            double expected = total * Integer.parseInt(id.substring(1)) / weights;
            assertThat((double) count).as(id + " of " + counts).isCloseTo(expected, within(expected * error));
        });
    }

    @Test
    void shouldAskADeadDeploymentRarely() {
        for (long seed : SEEDS) {
            var simulation = fleet(seed, 1, STORMS.get("500"), Map.of()).run(CALLS_A_SECOND, END);
            int asked = asked(simulation.between(STORM, CALM)).getOrDefault("d1", 0);

            // one trial in five seconds for the fleet, and what it takes to notice
            assertThat(asked).as("seed " + seed).isBetween(8, 60);
        }
    }

    @Test
    void shouldKeepARouterWithABrokenNetworkFromHarmingTheOthers() {
        for (long seed : SEEDS) {
            var simulation = fleet(seed, 0, STORMS.get("500"), Map.of())
                    .networkOf(1, STORM, CALM)
                    .run(CALLS_A_SECOND, END);
            var others = simulation.between(STORM, CALM).stream()
                    .filter(request -> request.router != 1)
                    .toList();
            assertThat(answered(others)).as("seed " + seed).isEqualTo(1);
            assertThat(attemptsByRequest(others)).isEqualTo(1);
        }
    }

    @Test
    void shouldLiveWithAProviderThatFailsNowAndThen() {
        for (long seed : SEEDS) {
            var simulation =
                    fleet(seed, 5, Provider.failsSometimes(0.1, 300), Map.of()).run(CALLS_A_SECOND, END);
            var inStorm = simulation.between(STORM, CALM);

            assertThat(answered(inStorm)).as("seed " + seed).isGreaterThan(0.98);
            assertThat(attemptsByRequest(inStorm)).isLessThanOrEqualTo(MOST_ATTEMPTS);
        }
    }

    @Test
    void shouldTurnToTheNextOrderAndBack() {
        for (long seed : SEEDS) {
            Simulation simulation = new Simulation(seed)
                    .deployment("d1", new Provider(300).between(STORM, CALM, STORMS.get("500")))
                    .deployment("d2", new Provider(300))
                    .routers(3, Map.of(), Map.of("group", List.of(candidate("d1", 1, 1), candidate("d2", 2, 1))))
                    .run(CALLS_A_SECOND, END);

            assertThat(answered(simulation.requests)).as("seed " + seed).isGreaterThan(0.995);
            assertThat(asked(simulation.between(0, STORM))).containsOnlyKeys("d1");
            assertThat(simulation.lastThatFails(CALM, request -> request.asked.equals(List.of("d1"))))
                    .as("seed " + seed)
                    .isLessThan(RECOVERY);
        }
    }

    @Test
    void shouldStarveNobodyWhateverTheStrategyWhileDeploymentsComeAndGo() {
        for (String strategy :
                List.of("simple-shuffle", "least-busy", "usage-based-routing-v2", "latency-based-routing")) {
            for (long seed : new long[] {1, 2, 3, 4}) {
                Simulation simulation = new Simulation(seed);
                for (int i = 1; i <= 5; i++) {
                    // one after the other goes down for ten seconds
                    simulation.deployment(
                            "d" + i,
                            new Provider(200 + 20 * i).between(i * 15_000, i * 15_000 + 10_000, STORMS.get("500")));
                }
                simulation
                        .routers(3, Map.of("routing_strategy", strategy), Map.of("group", five("d")))
                        .run(CALLS_A_SECOND, END);

                assertThat(answered(simulation.requests))
                        .as(strategy + ", seed " + seed)
                        .isGreaterThan(0.985);
                assertThat(asked(simulation.between(100_000, END)))
                        .as(strategy + ", seed " + seed)
                        .containsOnlyKeys("d1", "d2", "d3", "d4", "d5");
            }
        }
    }

    @Test
    void shouldLevelTokensAcrossTheFleet() {
        for (long seed : SEEDS) {
            Simulation simulation = new Simulation(seed);
            for (int i = 1; i <= 5; i++) {
                simulation.deployment("d" + i, new Provider(100 * i));
            }
            simulation
                    .routers(3, Map.of("routing_strategy", "usage-based-routing-v2"), Map.of("group", five("d")))
                    .run(CALLS_A_SECOND, 59_000);
            var counts = new ArrayList<>(asked(simulation.requests).values());
            double mean = counts.stream().mapToInt(Integer::intValue).average().orElseThrow();
            counts.forEach(count -> assertThat((double) count).isCloseTo(mean, within(mean * 0.1)));
        }
    }

    @Test
    void shouldSwitchToTheFastestAndLeaveItWhenItSlowsDown() {
        for (long seed : SEEDS) {
            Simulation simulation = new Simulation(seed)
                    .deployment("d1", new Provider(100).between(STORM, END, Provider.answers(2_000)))
                    .deployment("d2", new Provider(400))
                    .deployment("d3", new Provider(800))
                    .routers(
                            3,
                            Map.of("routing_strategy", "latency-based-routing"),
                            Map.of("group", five("d").subList(0, 3)))
                    .run(CALLS_A_SECOND, END);

            assertThat(share(simulation.between(5_000, STORM), "d1"))
                    .as("seed " + seed)
                    .isGreaterThan(0.97);
            assertThat(share(simulation.between(STORM + 15_000, END), "d2"))
                    .as("seed " + seed)
                    .isGreaterThan(0.9);
        }
    }

    private static double share(List<Simulation.Request> requests, String id) {
        var counts = asked(requests);
        double total = counts.values().stream().mapToInt(Integer::intValue).sum();
        return counts.getOrDefault(id, 0) / total;
    }

    @Test
    void shouldBeTheSameForTheSameSeed() {
        String first = fleet(5, 3, STORMS.get("500"), Map.of())
                .run(CALLS_A_SECOND, END)
                .trace();
        assertThat(fleet(5, 3, STORMS.get("500"), Map.of())
                        .run(CALLS_A_SECOND, END)
                        .trace())
                .isEqualTo(first);
        assertThat(fleet(6, 3, STORMS.get("500"), Map.of())
                        .run(CALLS_A_SECOND, END)
                        .trace())
                .isNotEqualTo(first);
    }
}
