package io.sluice.router.strategy;

import java.util.List;
import java.util.Set;

/**
 * What a choice needs to know of a request.
 *
 * @param tags of the request, its key and its team; {@code !tag} excludes, {@code &tag} requires
 * @param tagsPay budgets of its tags pay the call; they do not pay a shadow
 * @param client what {@code tag_regex} looks at: {@code User-Agent: } and what the client says it is; empty when it says nothing
 * @param inputTokens of the prompt; -1 when not counted
 * @param outputTokens that the answer has at most; 0 when nothing caps it
 * @param needs what the request asks of the model, by the names of {@link Candidate#lacks}, the weightier first
 * @param affinity hash of what should stay on one deployment ({@link Affinity}); 0: nothing
 * @param tried deployments of this group that the call has asked already
 */
public record RouteFacts(
        List<String> tags,
        boolean tagsPay,
        String client,
        long inputTokens,
        long outputTokens,
        boolean streamed,
        List<String> needs,
        Residency residency,
        long affinity,
        Set<String> tried) {

    public static final RouteFacts PLAIN =
            new RouteFacts(List.of(), true, "", -1, 0, false, List.of(), Residency.ANYWHERE, 0, Set.of());

    /** The same request, once these were asked. */
    public RouteFacts afterTrying(Set<String> ids) {
        return new RouteFacts(
                tags,
                tagsPay,
                client,
                inputTokens,
                outputTokens,
                streamed,
                needs,
                residency,
                affinity,
                Set.copyOf(ids));
    }

    /** The tags whose budgets pay the call. */
    public List<String> payingTags() {
        return tagsPay ? tags : List.of();
    }

    /**
     * Tokens of the minute that a call takes of a deployment, as providers count them themselves (Azure OpenAI, "Understanding rate limits": the
     * prompt and {@code max_tokens}). One whose answer may be larger than the whole minute goes when nothing else does.
     *
     * @param tpm NaN: no limit
     */
    public long tokensOf(double tpm) {
        long all = mostTokens();
        return all > tpm ? Math.max(Math.max(0, inputTokens), (long) tpm) : all;
    }

    /** The most that {@link #tokensOf} says, whatever the limit. */
    long mostTokens() {
        return Math.max(0, inputTokens) + outputTokens;
    }
}
