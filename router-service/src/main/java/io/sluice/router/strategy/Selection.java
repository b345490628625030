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

    /** Of those who are still in, those that pass; each is asked when its word is. */
    CandidateSet passing(Filter.Test test) {
        return word -> passing(test, word, -1L);
    }

    /** @param of whom to ask, besides that they have to be in */
    long passing(Filter.Test test, int word, long of) {
        long passed = 0;
        for (long bits = kept[word] & of; bits != 0; bits &= bits - 1) {
            if (test.holds(this, (word << 6) + Long.numberOfTrailingZeros(bits))) {
                passed |= bits & -bits;
            }
        }
        return passed;
    }

    /** Whether any of them is still in. */
    boolean meets(CandidateSet those) {
        for (int word = 0; word < kept.length; word++) {
            if ((kept[word] & those.word(word)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether all that are still in are of them. */
    boolean isWithin(CandidateSet those) {
        for (int word = 0; word < kept.length; word++) {
            if ((kept[word] & ~those.word(word)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Drops all others. */
    void keep(CandidateSet those, Verdict why) {
        for (int word = 0; word < kept.length; word++) {
            drop(word, kept[word] & ~those.word(word), why);
        }
    }

    /** Drops all others, unless that leaves nobody. */
    void prefer(CandidateSet those, Verdict why) {
        if (meets(those)) {
            keep(those, why);
        }
    }

    void drop(CandidateSet those, Verdict why) {
        for (int word = 0; word < kept.length; word++) {
            drop(word, kept[word] & those.word(word), why);
        }
    }

    private void drop(int word, long dropped, Verdict why) {
        if (dropped == 0) {
            return;
        }
        kept[word] &= ~dropped;
        count -= Long.bitCount(dropped);
        lastDrop = why;
        if (why == Verdict.RESTING || reasons != null) {
            for (long bits = dropped; bits != 0; bits &= bits - 1) {
                dropped((word << 6) + Long.numberOfTrailingZeros(bits), why);
            }
        }
    }

    private void dropped(int index, Verdict why) {
        if (why == Verdict.RESTING) {
            firstAwake = Math.min(firstAwake, sight.get(Signal.AVAILABLE_AT, index));
        }
        if (reasons != null) {
            reasons[index] = why;
        }
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
