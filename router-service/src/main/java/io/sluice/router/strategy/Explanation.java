package io.sluice.router.strategy;

import java.util.List;
import java.util.Map;

/**
 * Why a call went where it went.
 *
 * @param seed with it, and the numbers below, the same choice comes out again
 * @param chosen id of the deployment; empty when there was none
 * @param why half a sentence about the choice
 * @param thereafter ids in the order in which they would have been asked next, had each failed
 */
public record Explanation(
        String strategy,
        long seed,
        long atMillis,
        List<Row> candidates,
        String chosen,
        String why,
        List<String> thereafter) {

    /** @param saw the numbers that the choice saw, by name of the signal; unknown ones are missing */
    public record Row(String id, Verdict verdict, String says, Map<String, Double> saw) {}
}
