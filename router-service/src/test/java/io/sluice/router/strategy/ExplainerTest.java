package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExplainerTest {

    /** A group, a request and numbers of which nothing is special. */
    private static Explainer.Choice random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String strategy = Strategies.NAMES.get(random.nextInt(Strategies.NAMES.size()));
        Group group = Group.of().strategy(strategy);
        int size = random.nextInt(1, 90);
        for (int i = 0; i < size; i++) {
            group.with("d" + i, maker -> {
                maker.weight = random.nextInt(4);
                maker.order = random.nextInt(2);
                maker.rpm = random.nextBoolean() ? 5 : Double.NaN;
                maker.tags = random.nextBoolean() ? Set.of("a") : Set.of("default");
                maker.share = random.nextInt(5) == 0 ? 0.1 : 0;
                return maker;
            });
            for (Signal signal : Signal.values()) {
                if (random.nextBoolean()) {
                    group.saw(signal, "d" + i, random.nextInt(10) * (signal == Signal.AVAILABLE_AT ? 200_000 : 1));
                }
            }
        }
        boolean bound = random.nextBoolean();
        group.rules(rules -> new RoutingRules(
                rules.strategy(),
                random.nextBoolean() ? Optional.of(new TagRule(random.nextBoolean())) : Optional.empty(),
                random.nextBoolean(),
                new AffinityRules(bound, false, false),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean()));
        RouteFacts facts = new RouteFacts(
                random.nextBoolean() ? List.of("a") : List.of(),
                true,
                "",
                random.nextInt(100),
                0,
                random.nextBoolean(),
                List.of(),
                Residency.ANYWHERE,
                random.nextBoolean() ? random.nextLong() : 0,
                random.nextBoolean() ? Set.of("d0", "d1") : Set.of());
        return group.choice(facts, random.nextLong());
    }

    @Test
    void shouldExplainExactlyTheChoiceThatWasMade() {
        for (long seed = 0; seed < 3_000; seed++) {
            Explainer.Choice choice = random(seed);
            Decision made = choice.decide();
            Explanation explained = Explainer.explain(choice);

            String chosen = made instanceof Decision.Chosen(int index)
                    ? choice.candidates().get(index).id()
                    : "";
            assertThat(explained.chosen()).as("seed " + seed).isEqualTo(chosen);
            assertThat(choice.decide()).isEqualTo(made);
            assertThat(explained.candidates()).hasSize(choice.candidates().size());
            assertThat(explained.candidates().stream()
                            .filter(row -> row.verdict() == Verdict.KEPT)
                            .map(Explanation.Row::id))
                    .isEqualTo(chosen.isEmpty() ? List.of() : List.of(chosen));
            assertThat(explained.thereafter()).doesNotContain(chosen).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldNameTheReasonAndTheNumbersOfEachCandidate() {
        Group group = Group.of("chosen", "behind", "asleep")
                .strategy("least-busy")
                .saw(Signal.IN_FLIGHT, "chosen", 1)
                .saw(Signal.IN_FLIGHT, "behind", 4)
                .saw(Signal.AVAILABLE_AT, "asleep", 1_030_000);
        Explanation explained = Explainer.explain(group.choice(RouteFacts.PLAIN, 42));

        assertThat(explained.strategy()).isEqualTo("least-busy");
        assertThat(explained.seed()).isEqualTo(42);
        assertThat(explained.chosen()).isEqualTo("chosen");
        assertThat(explained.why()).isEqualTo("by the strategy, among 2");
        assertThat(explained.candidates())
                .extracting(Explanation.Row::id, Explanation.Row::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("chosen", Verdict.KEPT),
                        org.assertj.core.groups.Tuple.tuple("behind", Verdict.NOT_CHOSEN),
                        org.assertj.core.groups.Tuple.tuple("asleep", Verdict.RESTING));
        assertThat(explained.candidates().get(1).saw()).isEqualTo(Map.of("available_at", 0.0, "in_flight", 4.0));
        assertThat(explained.thereafter()).containsExactly("behind");
    }

    @Test
    void shouldSayWhyThereIsNobody() {
        Group group = Group.of("a").saw(Signal.AVAILABLE_AT, "a", 1_030_000);

        assertThat(Explainer.explain(group.choice(RouteFacts.PLAIN, 1)).why())
                .isEqualTo("nobody is left: the last rests after failures; may change in 30000 ms");
    }

    @Test
    void shouldForeseeTheOrderInWhichRetriesWouldAsk() {
        Group group = Group.of("a", "b", "c", "d");
        for (long seed = 0; seed < 200; seed++) {
            Explanation explained = Explainer.explain(group.choice(RouteFacts.PLAIN, seed));
            Set<String> tried = new HashSet<>(Set.of(explained.chosen()));
            for (String next : explained.thereafter()) {
                assertThat(group.chosen(RouteFacts.PLAIN.afterTrying(tried), Draw.mix(seed, tried.size())))
                        .isEqualTo(next);
                tried.add(next);
            }
            assertThat(tried).containsExactlyInAnyOrder("a", "b", "c", "d");
        }
    }
}
