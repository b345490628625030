package io.sluice.router.strategy;

import org.jspecify.annotations.Nullable;

/**
 * A choice under way: who is still in. A bit a candidate; the reasons are only written down when somebody asked for an explanation. Used by
 * one thread.
 */
public final class Selection {

    private final RouteFacts facts;
    private final Candidates candidates;
    private final Sight sight;
    private final long seed;
    private final long[] kept;
    private final Verdict @Nullable [] reasons;
    private int count;
    private Verdict lastDrop = Verdict.KEPT;
    private double firstAwake = Double.POSITIVE_INFINITY;

    Selection(RouteFacts facts, Candidates candidates, Sight sight, long seed, boolean explained) {
        this.facts = facts;
        this.candidates = candidates;
        this.sight = sight;
        this.seed = seed;
        this.count = candidates.size();
        this.kept = new long[(count + 63) >>> 6];
        java.util.Arrays.fill(kept, -1L);
        if ((count & 63) != 0) {
            kept[kept.length - 1] = (1L << count) - 1;
        }
        this.reasons = explained ? new Verdict[count] : null;
    }

    RouteFacts facts() {
        return facts;
    }

    Sight sight() {
        return sight;
    }

    long seed() {
        return seed;
    }

    Candidate candidate(int index) {
        return candidates.get(index);
    }

    long idHash(int index) {
        return candidates.idHash(index);
    }

    /** How many are still in. */
    int count() {
        return count;
    }

    /** The next one that is still in, from this index on; -1 at the end. */
    int next(int from) {
        int word = from >>> 6;
        if (word >= kept.length) {
            return -1;
        }
        long bits = kept[word] & -1L << from;
        while (bits == 0) {
            if (++word == kept.length) {
                return -1;
            }
            bits = kept[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** The one that is still in with so many before it. */
    int nth(int n) {
        int word = 0;
        int left = n;
        for (int in = Long.bitCount(kept[0]); left >= in; in = Long.bitCount(kept[word])) {
            left -= in;
            word++;
        }
        long bits = kept[word];
        while (left-- > 0) {
            bits &= bits - 1;
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    Candidates candidates() {
        return candidates;
    }

    void drop(int index, Verdict why) {
        kept[index >>> 6] &= ~(1L << index);
        count--;
        lastDrop = why;
        if (reasons != null) {
            reasons[index] = why;
        }
    }

    void dropResting(int index, double untilMillis) {
        firstAwake = Math.min(firstAwake, untilMillis);
        drop(index, Verdict.RESTING);
    }

    /** When the first of those that only rest may be called; infinite when nobody rests. */
    double firstAwake() {
        return firstAwake;
    }

    /** The reason of the last one that went: when nobody is left, why. */
    Verdict lastDrop() {
        return lastDrop;
    }

    Verdict reason(int index) {
        Verdict reason = reasons == null ? null : reasons[index];
        return reason == null ? Verdict.KEPT : reason;
    }
}
