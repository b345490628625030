package io.sluice.router.strategy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The deployments that a model name stands for, in the order of the configuration. Immutable, made once by reload; what a choice asks of all of them
 * and no request changes is worked out then.
 */
public final class Candidates {

    private final Candidate[] all;
    private final long[] idDraws;
    private final double[] costs;
    private final double[] weights;
    private final double[] requestRates;
    private final double[] tokenRates;
    private final double[] affinities;
    private final boolean weighted;
    private final long smallestWindow;
    private final List<CandidateSet> orders;
    private final boolean canaries;
    private final CandidateSet canary;
    private final boolean patterns;
    private final CandidateSet patterned;
    private final CandidateSet untagged;
    private final Map<String, CandidateSet> byTag;
    private final Map<String, CandidateSet> byLack;

    public Candidates(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a model group has at least one deployment");
        }
        all = candidates.toArray(Candidate[]::new);
        idDraws = candidates.stream()
                .mapToLong(each -> Draw.mix(Draw.hash(each.id())))
                .toArray();
        costs = numbers(Candidate::cost);
        weights = numbers(each -> share(each.weight()));
        requestRates = numbers(each -> share(each.rpm()));
        tokenRates = numbers(each -> share(each.tpm()));
        affinities = numbers(each -> Double.isNaN(each.weight()) ? 1 : share(each.weight()));
        weighted = candidates.stream().anyMatch(Candidate::weighted);
        smallestWindow = candidates.stream()
                .mapToLong(Candidate::maxInputTokens)
                .filter(window -> window > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        orders = candidates.stream()
                .mapToInt(Candidate::order)
                .distinct()
                .sorted()
                .mapToObj(order -> those(i -> all[i].order() == order))
                .toList();
        canaries = candidates.stream().anyMatch(Candidate::canary);
        canary = those(i -> all[i].canary());
        patterns = candidates.stream().anyMatch(each -> !each.tagPatterns().isEmpty());
        patterned = those(i -> !all[i].tagPatterns().isEmpty());
        untagged = those(i -> all[i].tags().isEmpty());
        byTag = byName(Candidate::tags);
        byLack = byName(Candidate::lacks);
        candidates.stream().map(Candidate::lacks).reduce(Candidates::both).ifPresent(byLack.keySet()::removeAll);
    }

    private double[] numbers(ToDoubleFunction<Candidate> number) {
        return List.of(all).stream().mapToDouble(number).toArray();
    }

    private static double share(double said) {
        return said > 0 ? said : 0; // NaN too
    }

    private CandidateSet those(CandidateSet.Member member) {
        return CandidateSet.of(all.length, member);
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        return some.stream().filter(others::contains).collect(Collectors.toSet());
    }

    private Map<String, CandidateSet> byName(Function<Candidate, Set<String>> names) {
        Map<String, CandidateSet> sets = new HashMap<>();
        for (Candidate candidate : all) {
            for (String name : names.apply(candidate)) {
                sets.computeIfAbsent(
                        name, each -> those(i -> names.apply(all[i]).contains(each)));
            }
        }
        return sets;
    }

    public int size() {
        return all.length;
    }

    public Candidate get(int index) {
        return all[index];
    }

    /** A draw's purpose that is the candidate's own: {@link Draw#unitOf}. */
    long idDraw(int index) {
        return idDraws[index];
    }

    double cost(int index) {
        return costs[index];
    }

    /** What {@code simple-shuffle} goes by, 0 when it is not set: {@code weight}. */
    double weight(int index) {
        return weights[index];
    }

    /** The same: {@code rpm}. */
    double requestRate(int index) {
        return requestRates[index];
    }

    /** The same: {@code tpm}. */
    double tokenRate(int index) {
        return tokenRates[index];
    }

    /** What an affinity goes by: {@code weight}, 1 when it is not set. */
    double affinityWeight(int index) {
        return affinities[index];
    }

    /** Whether any is to get more than its like. */
    boolean weighted() {
        return weighted;
    }

    /** Tokens of the smallest context window; {@link Long#MAX_VALUE} when none is known. */
    public long smallestWindow() {
        return smallestWindow;
    }

    /** Those of each {@code order}, the lowest first. */
    List<CandidateSet> orders() {
        return orders;
    }

    boolean canaries() {
        return canaries;
    }

    CandidateSet canary() {
        return canary;
    }

    /** Whether any has a {@code tag_regex}. */
    boolean patterns() {
        return patterns;
    }

    CandidateSet patterned() {
        return patterned;
    }

    CandidateSet untagged() {
        return untagged;
    }

    CandidateSet tagged(String tag) {
        return byTag.getOrDefault(tag, CandidateSet.NONE);
    }

    /** What some lack, and not all. */
    public Set<String> telling() {
        return byLack.keySet();
    }

    /** Of which it is known, when that tells them from others. */
    CandidateSet lacking(String need) {
        return byLack.getOrDefault(need, CandidateSet.NONE);
    }
}
