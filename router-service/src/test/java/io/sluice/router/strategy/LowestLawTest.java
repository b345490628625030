package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.strategy.Decision.Nobody;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The laws of least-busy, usage-based, latency-based, cost-based and geo routing: each follows its number, none leaves anybody out. */
class LowestLawTest {

    private static final int CALLS = 30_000;

    @Test
    void shouldKeepDeploymentsEquallyBusyWhateverTheArrivalsAre() {
        SplittableRandom random = new SplittableRandom(11);
        int[] busy = new int[7];
        int[] served = new int[busy.length];
        for (int call = 0; call < 20_000; call++) {
            Group group = Group.of("0", "1", "2", "3", "4", "5", "6").strategy("least-busy");
            for (int i = 0; i < busy.length; i++) {
                group.saw(Signal.IN_FLIGHT, "" + i, busy[i]);
            }
            int chosen = Integer.parseInt(group.chosen(RouteFacts.PLAIN, call));
            int least = Arrays.stream(busy).min().orElseThrow();
            assertThat(busy[chosen])
                    .as("calls in flight " + Arrays.toString(busy))
                    .isEqualTo(least);
            busy[chosen]++;
            served[chosen]++;
            // calls end at random, the first ones too
            for (int i = 0; i < busy.length; i++) {
                busy[i] -= busy[i] > 0 && random.nextInt(8) == 0 ? 1 : 0;
            }
        }
        for (int each : served) {
            assertThat(each).isBetween(20_000 / 7 * 8 / 10, 20_000 / 7 * 12 / 10);
        }
    }

    @Test
    void shouldShareIdleDeploymentsInsteadOfTakingTheFirst() {
        Shares.assertShares(
                Group.of("a", "b", "c").strategy("least-busy").counts(RouteFacts.PLAIN, CALLS),
                Map.of("a", 1.0, "b", 1.0, "c", 1.0));
    }

    @Test
    void shouldLevelTokensOfTheMinute() {
        SplittableRandom random = new SplittableRandom(3);
        for (String strategy : new String[] {"usage-based-routing", "usage-based-routing-v2"}) {
            long[] used = new long[5];
            used[2] = 40_000; // somebody else's
            for (int call = 0; call < 5_000; call++) {
                Group group = Group.of("0", "1", "2", "3", "4").strategy(strategy);
                for (int i = 0; i < used.length; i++) {
                    group.saw(Signal.TOKENS, "" + i, used[i]);
                }
                used[Integer.parseInt(group.chosen(RouteFacts.PLAIN, call))] += random.nextInt(1, 500);
            }
            long most = Arrays.stream(used).max().orElseThrow();
            long least = Arrays.stream(used).min().orElseThrow();
            assertThat(most - least).as(Arrays.toString(used)).isLessThan(500);
        }
    }

    @Test
    void shouldNeverPassRequestsOrTokensOfTheMinute() {
        SplittableRandom random = new SplittableRandom(5);
        int[] requests = new int[3];
        long[] used = new long[3];
        int refused = 0;
        for (int call = 0; call < 1_000; call++) {
            Group group = Group.of().strategy("usage-based-routing-v2");
            for (int i = 0; i < 3; i++) {
                int rpm = 50 * (i + 1);
                group.with("" + i, maker -> {
                            maker.rpm = rpm;
                            maker.tpm = 20_000;
                            return maker;
                        })
                        .saw(Signal.REQUESTS_LEFT, "" + i, rpm - requests[i])
                        .saw(Signal.TOKENS_LEFT, "" + i, 20_000 - used[i])
                        .saw(Signal.TOKENS, "" + i, used[i]);
            }
            int tokens = random.nextInt(1, 400);
            if (group.decide(Group.tokens(tokens), call) instanceof Decision.Chosen(int index)) {
                requests[index]++;
                used[index] += tokens;
            } else {
                refused++;
            }
        }
        assertThat(requests[0]).isLessThanOrEqualTo(50);
        assertThat(requests[1]).isLessThanOrEqualTo(100);
        assertThat(requests[2]).isLessThanOrEqualTo(150);
        assertThat(used[0]).isLessThanOrEqualTo(20_000);
        assertThat(used[1]).isLessThanOrEqualTo(20_000);
        assertThat(used[2]).isLessThanOrEqualTo(20_000);
        assertThat(refused).isPositive();
    }

    @Test
    void shouldSayThatItIsWorthToAskAgain() {
        Group group = Group.of().strategy("usage-based-routing-v2").with("a", maker -> {
            maker.rpm = 10;
            return maker;
        });
        group.saw(Signal.REQUESTS_LEFT, "a", 0);

        assertThat(group.decide(RouteFacts.PLAIN, 1)).isEqualTo(new Nobody(Verdict.LIMITS, 1_000));
    }

    @Test
    void shouldTakeTheFastestAndThoseWithinTheBuffer() {
        Group group = Group.of("slow", "fast", "nearly")
                .strategy("latency-based-routing", Map.of("lowest_latency_buffer", 0.5, "exploration", 0))
                .saw(Signal.LATENCY, "slow", 30_000)
                .saw(Signal.LATENCY, "fast", 10_000)
                .saw(Signal.LATENCY, "nearly", 15_000);

        Shares.assertShares(group.counts(RouteFacts.PLAIN, CALLS), Map.of("slow", 0.0, "fast", 1.0, "nearly", 1.0));
    }

    @Test
    void shouldTryWhatWasNeverMeasuredFirstButWithOneCallAtATime() {
        Group group = Group.of("known", "new")
                .strategy("latency-based-routing", Map.of("exploration", 0))
                .saw(Signal.LATENCY, "known", 10_000);
        assertThat(group.counts(RouteFacts.PLAIN, 100)).containsOnlyKeys("new");

        group.saw(Signal.IN_FLIGHT, "new", 1);
        assertThat(group.counts(RouteFacts.PLAIN, 100)).containsOnlyKeys("known");
    }

    @Test
    void shouldGoByTimeToFirstTokenForStreamsOnly() {
        Group group = Group.of("quick-start", "quick-end")
                .strategy("latency-based-routing", Map.of("exploration", 0))
                .saw(Signal.FIRST_TOKEN, "quick-start", 100_000)
                .saw(Signal.LATENCY, "quick-start", 50_000)
                .saw(Signal.FIRST_TOKEN, "quick-end", 900_000)
                .saw(Signal.LATENCY, "quick-end", 5_000);

        assertThat(group.counts(Group.streamed(), 100)).containsOnlyKeys("quick-start");
        assertThat(group.counts(RouteFacts.PLAIN, 100)).containsOnlyKeys("quick-end");
    }

    @Test
    void shouldStarveNobodyByLatency() {
        Group group = Group.of("slow", "fast", "slower")
                .strategy("latency-based-routing")
                .saw(Signal.LATENCY, "slow", 30_000)
                .saw(Signal.LATENCY, "fast", 10_000)
                .saw(Signal.LATENCY, "slower", 60_000);

        Shares.assertShares(
                group.counts(RouteFacts.PLAIN, CALLS), Map.of("slow", 0.005, "fast", 0.99, "slower", 0.005));
    }

    @Test
    void shouldTakeTheCheapestAndShareEqualPrices() {
        Group group = Group.of("unknown", "dear").strategy("cost-based-routing");
        group.with("cheap", maker -> {
                    maker.cost = 0.000_002;
                    return maker;
                })
                .with("as-cheap", maker -> {
                    maker.cost = 0.000_002;
                    return maker;
                });

        Shares.assertShares(
                group.counts(RouteFacts.PLAIN, CALLS),
                Map.of("unknown", 0.0, "dear", 0.0, "cheap", 1.0, "as-cheap", 1.0));
    }

    @Test
    void shouldGoToTheNearestByPlaceAndRatherByWhatWasMeasured() {
        Group group = Group.of("nowhere")
                .strategy("geo-routing")
                .with("near", maker -> {
                    maker.away = 10;
                    return maker;
                })
                .with("far", maker -> {
                    maker.away = 90;
                    return maker;
                });
        assertThat(group.counts(RouteFacts.PLAIN, 100)).containsOnlyKeys("near");

        group.saw(Signal.CONNECT, "far", 5_000).saw(Signal.CONNECT, "near", 25_000);
        assertThat(group.counts(RouteFacts.PLAIN, 100)).containsOnlyKeys("far");
    }

    @Test
    void shouldFollowTheNumbersWhateverOrderTheDeploymentsAreIn() {
        SplittableRandom random = new SplittableRandom(17);
        for (String strategy : new String[] {"least-busy", "usage-based-routing-v2"}) {
            Signal signal = strategy.equals("least-busy") ? Signal.IN_FLIGHT : Signal.TOKENS;
            for (int round = 0; round < 500; round++) {
                int size = random.nextInt(2, 130);
                Group group = Group.of().strategy(strategy);
                int lowest = random.nextInt(size);
                for (int i = 0; i < size; i++) {
                    group.with("" + i, maker -> maker).saw(signal, "" + i, i == lowest ? 3 : random.nextInt(4, 100));
                }
                assertThat(group.chosen(RouteFacts.PLAIN, round)).isEqualTo("" + lowest);
            }
        }
    }
}
