package io.sluice.router.strategy;

import com.google.re2j.Pattern;
import io.sluice.configuration.Settings;
import io.sluice.router.region.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A made-up group: candidates with names, and the numbers that a choice sees. */
final class Group {

    /** A candidate in the making. */
    static final class Maker {
        final String id;
        int order = Integer.MAX_VALUE;
        double weight = Double.NaN;
        double rpm = Double.NaN;
        double tpm = Double.NaN;
        double cost = 10;
        long window;
        Set<String> lacks = Set.of();
        Set<String> tags = Set.of();
        List<Pattern> patterns = List.of();
        Place place = Place.UNKNOWN;
        double away = Double.NaN;
        boolean zeroRetention;
        double share;

        Maker(String id) {
            this.id = id;
        }

        Candidate make() {
            return new Candidate(
                    id,
                    "openai",
                    order,
                    weight,
                    rpm,
                    tpm,
                    Double.NaN,
                    cost,
                    window,
                    lacks,
                    tags,
                    patterns,
                    place,
                    away,
                    zeroRetention,
                    share);
        }
    }

    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<Signal, Map<String, Double>> numbers = new HashMap<>();
    private RoutingRules rules = RoutingRules.plain(Strategies.of("simple-shuffle", Settings.empty("args")));
    long now = 1_000_000;

    static Group of(String... ids) {
        Group group = new Group();
        for (String id : ids) {
            group.with(id, maker -> maker);
        }
        return group;
    }

    Group with(String id, UnaryOperator<Maker> making) {
        candidates.add(making.apply(new Maker(id)).make());
        return this;
    }

    Group without(String id) {
        Group rest = new Group();
        candidates.stream().filter(each -> !each.id().equals(id)).forEach(rest.candidates::add);
        rest.numbers.putAll(numbers);
        rest.rules = rules;
        rest.now = now;
        return rest;
    }

    Group strategy(String name, Map<String, Object> args) {
        rules = RoutingRules.plain(Strategies.of(name, new Settings("args", args)));
        return this;
    }

    Group strategy(String name) {
        return strategy(name, Map.of());
    }

    Group rules(UnaryOperator<RoutingRules> change) {
        rules = change.apply(rules);
        return this;
    }

    Group saw(Signal signal, String id, double value) {
        numbers.computeIfAbsent(signal, name -> new HashMap<>()).put(id, value);
        return this;
    }

    Chooser chooser() {
        return new Chooser(rules);
    }

    Candidates candidates() {
        return new Candidates(candidates);
    }

    Sight sight(Chooser chooser) {
        Sight sight = new Sight(chooser.layout(), candidates.size(), now);
        for (Signal signal : chooser.layout().signals()) {
            for (int i = 0; i < candidates.size(); i++) {
                sight.values()[sight.first(signal) + i] =
                        number(signal, candidates.get(i).id());
            }
        }
        return sight;
    }

    private double number(Signal signal, String id) {
        double unknown = switch (signal) {
            case LATENCY, FIRST_TOKEN, CONNECT -> Double.NaN;
            case BUDGET_LEFT, CALLS_LEFT, REQUESTS_LEFT, TOKENS_LEFT -> Double.POSITIVE_INFINITY;
            case AVAILABLE_AT, IN_FLIGHT, TOKENS -> 0;
        };
        return numbers.getOrDefault(signal, Map.of()).getOrDefault(id, unknown);
    }

    Explainer.Choice choice(RouteFacts facts, long seed) {
        Chooser chooser = chooser();
        return new Explainer.Choice(chooser, facts, candidates(), sight(chooser), seed);
    }

    Decision decide(RouteFacts facts, long seed) {
        return choice(facts, seed).decide();
    }

    /** The id that is chosen; throws when nobody is. */
    String chosen(RouteFacts facts, long seed) {
        return candidates.get(((Decision.Chosen) decide(facts, seed)).index()).id();
    }

    /** How often each is chosen over so many seeds. */
    Map<String, Integer> counts(RouteFacts facts, int times) {
        Chooser chooser = chooser();
        Candidates all = candidates();
        Sight sight = sight(chooser);
        Map<String, Integer> counts = new HashMap<>();
        for (int seed = 0; seed < times; seed++) {
            var chosen = (Decision.Chosen) chooser.choose(facts, all, sight, Draw.mix(seed));
            counts.merge(all.get(chosen.index()).id(), 1, Integer::sum);
        }
        return counts;
    }

    static RouteFacts tags(String... tags) {
        return new RouteFacts(List.of(tags), true, "", -1, 0, false, List.of(), Residency.ANYWHERE, 0, Set.of());
    }

    static RouteFacts client(String client, String... tags) {
        return new RouteFacts(List.of(tags), true, client, -1, 0, false, List.of(), Residency.ANYWHERE, 0, Set.of());
    }

    static RouteFacts affinity(long affinity) {
        return new RouteFacts(List.of(), true, "", -1, 0, false, List.of(), Residency.ANYWHERE, affinity, Set.of());
    }

    static RouteFacts residency(Residency residency) {
        return new RouteFacts(List.of(), true, "", -1, 0, false, List.of(), residency, 0, Set.of());
    }

    static RouteFacts tokens(long inputTokens) {
        return new RouteFacts(List.of(), true, "", inputTokens, 0, false, List.of(), Residency.ANYWHERE, 0, Set.of());
    }

    static RouteFacts streamed() {
        return new RouteFacts(List.of(), true, "", -1, 0, true, List.of(), Residency.ANYWHERE, 0, Set.of());
    }
}
