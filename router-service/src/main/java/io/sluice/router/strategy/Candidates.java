package io.sluice.router.strategy;

import java.util.List;

/** The deployments that a model name stands for, in the order of the configuration. Immutable, made once by reload. */
public final class Candidates {

    private final List<Candidate> all;
    private final long[] idHashes;
    private final boolean ordered;
    private final boolean canaries;
    private final boolean weighted;
    private final boolean patterns;
    private final long smallestWindow;

    public Candidates(List<Candidate> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a model group has at least one deployment");
        }
        this.all = List.copyOf(all);
        this.idHashes = all.stream().mapToLong(each -> Draw.hash(each.id())).toArray();
        this.ordered = all.stream().mapToInt(Candidate::order).distinct().count() > 1;
        this.canaries = all.stream().anyMatch(Candidate::canary);
        this.patterns = all.stream().anyMatch(each -> !each.tagPatterns().isEmpty());
        this.smallestWindow = all.stream()
                .mapToLong(Candidate::maxInputTokens)
                .filter(window -> window > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        this.weighted = all.stream().anyMatch(Candidate::weighted);
    }

    public int size() {
        return idHashes.length;
    }

    public Candidate get(int index) {
        return all.get(index);
    }

    long idHash(int index) {
        return idHashes[index];
    }

    /** Whether {@code order} says anything about them. */
    boolean ordered() {
        return ordered;
    }

    boolean canaries() {
        return canaries;
    }

    /** Tokens of the smallest context window; {@link Long#MAX_VALUE} when none is known. */
    public long smallestWindow() {
        return smallestWindow;
    }

    /** Whether any has a {@code tag_regex}. */
    boolean patterns() {
        return patterns;
    }

    /** Whether any is to get more than its like. */
    boolean weighted() {
        return weighted;
    }
}
