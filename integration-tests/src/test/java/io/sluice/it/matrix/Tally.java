package io.sluice.it.matrix;

import io.sluice.conformance.replay.Result;
import io.sluice.conformance.replay.Verdict;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * Conversations that were replayed.
 *
 * @param agreed went as recorded
 * @param meant differ, each with a reason in {@code known-differences.txt}
 * @param free nobody can pass them, because LiteLLM is wrong there
 */
record Tally(long agreed, long meant, long free) {

    static Tally of(Collection<Result> results, Predicate<Result> counted) {
        return new Tally(
                count(results, counted, Verdict.AGREE),
                count(results, counted, Verdict.KNOWN),
                count(results, counted, Verdict.FREE));
    }

    private static long count(Collection<Result> results, Predicate<Result> counted, Verdict verdict) {
        return results.stream()
                .filter(result -> result.verdict() == verdict && counted.test(result))
                .count();
    }

    boolean isEmpty() {
        return agreed + meant == 0;
    }

    /** {@code pass 12}, {@code pass 11, 1 meant}, or {@code 1 meant}. */
    String text() {
        String pass = agreed == 0 ? "" : "pass " + agreed;
        return meant == 0 ? pass : pass + (agreed == 0 ? "" : ", ") + meant + " meant";
    }
}
