package io.sluice.router.strategy;

/**
 * Some of a group's candidates: a bit each, 64 to a word, so that a rule is applied to 64 of them at once. What the bits past the last candidate
 * say does not matter.
 */
@FunctionalInterface
interface CandidateSet {

    CandidateSet NONE = word -> 0;

    long word(int word);

    /** Whether one candidate is in a set. */
    @FunctionalInterface
    interface Member {
        boolean is(int index);
    }

    /** A set that does not change: every candidate is asked once, now. */
    static CandidateSet of(int candidates, Member member) {
        long[] words = new long[(candidates + 63) >>> 6];
        for (int i = 0; i < candidates; i++) {
            if (member.is(i)) {
                words[i >>> 6] |= 1L << i;
            }
        }
        return word -> words[word];
    }
}
