package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.sluice.configuration.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Filters take 64 candidates at a time. Here they are asked beside rules that look at one candidate after the other, of groups of every size; also of
 * more than a word, and with the last word full.
 */
class FiltersByWordTest {

    private static final int GROUPS = 600;
    private static final long PROMPT = 100;
    private static final long ANSWER = 50;
    private static final long NOW = 1_000_000;
    private static final List<Set<String>> TAGS =
            List.of(Set.of(), Set.of("a"), Set.of("b"), Set.of("a", "b"), Set.of("default"), Set.of("a", "default"));
    private static final List<List<String>> WISHES = List.of(
            List.of(), List.of("a"), List.of("a", "b"), List.of("!a"), List.of("&b"), List.of("&b", "a"), List.of("c"));
    private static final List<Set<String>> LACKS = List.of(Set.of(), Set.of("vision"), Set.of("vision", "tools"));
    private static final List<List<String>> NEEDS =
            List.of(List.of(), List.of("vision"), List.of("tools"), List.of("vision", "tools"));

    /** One deployment and what is measured of it. */
    private record One(
            String id,
            int order,
            Set<String> tags,
            boolean claims,
            Set<String> lacks,
            long window,
            double tpm,
            double awakeAt,
            double calls,
            double budget,
            double requests,
            double tokens) {

        static One random(int number, SplittableRandom random, double bad) {
            return new One(
                    "d" + number,
                    random.nextInt(3),
                    TAGS.get(random.nextInt(TAGS.size())),
                    random.nextInt(4) == 0,
                    LACKS.get(random.nextInt(LACKS.size())),
                    random.nextInt(3) * PROMPT,
                    random.nextBoolean() ? Double.NaN : 120,
                    random.nextDouble() < bad ? NOW + 1 + random.nextInt(1_000) : NOW - random.nextInt(2),
                    random.nextDouble() < bad ? 0 : 1,
                    random.nextDouble() < bad ? -random.nextInt(2) : 1,
                    random.nextDouble() < bad ? 0 : Double.POSITIVE_INFINITY,
                    random.nextDouble() < bad ? 119 : 120 + 30 * random.nextInt(2));
        }

        Group into(Group group) {
            return group.with(id, maker -> {
                        maker.order = order;
                        maker.tags = tags;
                        maker.patterns = claims ? List.of(Pattern.compile("robot")) : List.of();
                        maker.lacks = lacks;
                        maker.window = window;
                        maker.tpm = tpm;
                        return maker;
                    })
                    .saw(Signal.AVAILABLE_AT, id, awakeAt)
                    .saw(Signal.CALLS_LEFT, id, calls)
                    .saw(Signal.BUDGET_LEFT, id, budget)
                    .saw(Signal.REQUESTS_LEFT, id, requests)
                    .saw(Signal.TOKENS_LEFT, id, tokens);
        }
    }

    /** The same rules, written down for one candidate at a time. */
    private static final class OneByOne {

        private final List<One> in;
        private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
        private final RouteFacts facts;
        private final boolean matchAny;

        OneByOne(List<One> all, RouteFacts facts, boolean matchAny) {
            this.in = new ArrayList<>(all);
            this.facts = facts;
            this.matchAny = matchAny;
            all.forEach(each -> verdicts.put(each.id, Verdict.KEPT));
        }

        private void require(Verdict why, Predicate<One> holds) {
            for (One each : List.copyOf(in)) {
                if (!holds.test(each)) {
                    in.remove(each);
                    verdicts.put(each.id, why);
                }
            }
        }

        private void prefer(Verdict why, Predicate<One> holds) {
            if (in.stream().anyMatch(holds)) {
                require(why, holds);
            }
        }

        private List<String> wished() {
            return facts.tags().stream()
                    .filter(tag -> "!&".indexOf(tag.charAt(0)) < 0)
                    .toList();
        }

        private boolean claims(One one) {
            return one.claims && facts.client().contains("robot");
        }

        private boolean matches(One one) {
            List<String> wished = wished();
            boolean carries = !wished.isEmpty()
                    && (matchAny ? wished.stream().anyMatch(one.tags::contains) : one.tags.containsAll(wished));
            boolean mayClaim = matchAny || facts.tags().isEmpty() || one.tags.isEmpty();
            return carries || (mayClaim && claims(one));
        }

        private void tags() {
            boolean required = false;
            for (String tag : facts.tags()) {
                String name = tag.substring(1);
                if (tag.startsWith("!")) {
                    require(Verdict.TAGS, one -> !one.tags.contains(name));
                } else if (tag.startsWith("&")) {
                    require(Verdict.TAGS, one -> one.tags.contains(name));
                    required = true;
                }
            }
            if (!wished().isEmpty() || in.stream().anyMatch(this::claims)) {
                require(Verdict.TAGS, one -> one.tags.contains("default") || matches(one));
            } else if (!required) {
                prefer(Verdict.TAGS, one -> one.tags.contains("default"));
            }
        }

        Map<String, Verdict> verdicts() {
            List<Runnable> hard = List.of(
                    this::tags,
                    () -> facts.needs().forEach(need -> prefer(Verdict.CAPABILITY, one -> !one.lacks.contains(need))),
                    () -> require(Verdict.CONTEXT_WINDOW, one -> one.window == 0 || facts.inputTokens() <= one.window),
                    () -> require(Verdict.RESTING, one -> one.awakeAt <= NOW),
                    () -> require(Verdict.PARALLEL, one -> one.calls >= 1),
                    () -> require(Verdict.BUDGET, one -> one.budget > 0),
                    () -> require(Verdict.LIMITS, one -> one.requests >= 1 && one.tokens >= facts.tokensOf(one.tpm)));
            for (Runnable filter : hard) {
                filter.run();
                if (in.isEmpty()) {
                    return verdicts;
                }
            }
            prefer(Verdict.UNTAGGED, this::matches);
            prefer(Verdict.TRIED, one -> !facts.tried().contains(one.id));
            int lowest = in.stream().mapToInt(One::order).min().orElseThrow();
            require(Verdict.ORDER, one -> one.order == lowest);
            return verdicts;
        }
    }

    @Test
    void shouldSayOfEachCandidateWhatARuleForOneSays() {
        Map<Verdict, Integer> seen = new HashMap<>();
        for (int seed = 0; seed < GROUPS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int size = seed % 4 == 0 ? 64 * (1 + random.nextInt(3)) : 1 + random.nextInt(200);
            double bad = List.of(0.0, 0.1, 0.9).get(random.nextInt(3));
            boolean matchAny = random.nextBoolean();
            List<One> all = new ArrayList<>();
            Group group = Group.of()
                    .rules(rules -> new RoutingRules(
                            Strategies.of("simple-shuffle", Settings.empty("args")),
                            Optional.of(new TagRule(matchAny)),
                            true,
                            AffinityRules.NONE,
                            true,
                            true,
                            true));
            group.now = NOW;
            for (int i = 0; i < size; i++) {
                One one = One.random(i, random, bad);
                all.add(one);
                one.into(group);
            }
            RouteFacts facts = new RouteFacts(
                    WISHES.get(random.nextInt(WISHES.size())),
                    true,
                    random.nextBoolean() ? "User-Agent: robot" : "",
                    PROMPT + random.nextInt(2),
                    ANSWER,
                    false,
                    NEEDS.get(random.nextInt(NEEDS.size())),
                    Residency.ANYWHERE,
                    0,
                    random.nextBoolean() ? Set.of() : Set.of("d" + size / 2, "d" + size));

            Map<String, Verdict> said = new LinkedHashMap<>();
            Explanation explained = Explainer.explain(group.choice(facts, seed));
            for (Explanation.Row row : explained.candidates()) {
                boolean kept = row.verdict() == Verdict.NOT_CHOSEN;
                said.put(row.id(), kept ? Verdict.KEPT : row.verdict());
                seen.merge(row.verdict(), 1, Integer::sum);
            }
            assertThat(said).as("seed " + seed).isEqualTo(new OneByOne(all, facts, matchAny).verdicts());
        }
        assertThat(seen)
                .as("every verdict that there is")
                .containsOnlyKeys(Set.of(Verdict.values()).stream()
                        .filter(each -> each != Verdict.RESIDENCY && each != Verdict.CANARY)
                        .toList());
    }
}
