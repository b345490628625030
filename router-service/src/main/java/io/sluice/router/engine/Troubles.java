package io.sluice.router.engine;

import io.sluice.router.deployment.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why the groups of a call did not answer, as far as its client is told: LiteLLM names the first failure and what became of the first fallback. */
final class Troubles {

    private @Nullable Trouble first;
    private @Nullable Trouble fallback;

    void add(Trouble trouble) {
        if (first == null) {
            first = trouble;
        } else if (fallback == null) {
            fallback = trouble;
        }
    }

    /** Whether no group has failed yet. */
    boolean none() {
        return first == null;
    }

    /**
     * For the client when nobody is left; there is one at least.
     *
     * @param fallbacks groups that were asked after the first
     * @param lastAsked the deployment that was asked last
     */
    Refusal refusal(
            Refusals refusals,
            int attemptsMade,
            boolean fallbacksOff,
            List<String> fallbacks,
            @Nullable Target lastAsked) {
        Trouble told = first;
        if (told == null) {
            throw new IllegalStateException("no group has failed");
        }
        return fallback == null
                ? refusals.failure(told, attemptsMade, fallbacksOff)
                : refusals.failure(told, fallback, fallbacks, lastAsked);
    }
}
