package io.sluice.router.strategy;

import com.google.re2j.Pattern;
import io.sluice.router.region.Place;
import java.util.List;
import java.util.Set;

/**
 * What is fixed about a deployment until the next reload, as far as it matters for a choice.
 *
 * @param order lower ones are used as long as one of them is available
 * @param weight {@code weight}; NaN when not set, as {@code rpm} and {@code tpm}
 * @param maxParallel {@code max_parallel_requests}: calls under way at once; NaN when not set
 * @param cost dollars for a token of input and one of output; unknown prices count as 5 dollars each, as in LiteLLM
 * @param maxInputTokens 0 when unknown
 * @param lacks what the model is known not to take ({@link Abilities})
 * @param tagPatterns {@code tag_regex}: a call whose client one of them finds counts as tagged for this deployment; empty: none
 * @param awayMillis estimated round trip from this router, by configured location; NaN when unknown
 * @param zeroRetention the provider keeps nothing ({@code model_info.retention: none})
 * @param share greater than 0: a canary, which gets this share of the group's calls ({@code model_info.canary})
 */
public record Candidate(
        String id,
        String provider,
        int order,
        double weight,
        double rpm,
        double tpm,
        double maxParallel,
        double cost,
        long maxInputTokens,
        Set<String> lacks,
        Set<String> tags,
        List<Pattern> tagPatterns,
        Place place,
        double awayMillis,
        boolean zeroRetention,
        double share) {

    /** LiteLLM's tag of deployments that take what no other tag claims. */
    static final String DEFAULT_TAG = "default";

    /** Whether one of {@code tag_regex} is found in it. */
    boolean claims(String client) {
        for (Pattern pattern : tagPatterns) {
            if (pattern.matcher(client).find()) {
                return true;
            }
        }
        return false;
    }

    /** Has what {@code simple-shuffle} takes for a weight. */
    boolean weighted() {
        return !(Double.isNaN(weight) && Double.isNaN(rpm) && Double.isNaN(tpm));
    }

    boolean canary() {
        return share > 0;
    }
}
