package io.sluice.router.catalog;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says in its answer that it charges for beside tokens.
 *
 * @param webSearches searches that the model made while it answered
 * @param citationTokens text that the searches brought into the prompt
 * @param searchContext size of the searches' context, which some providers price by; null when not said
 * @param said the amount that the provider names itself (OpenRouter's {@code usage.cost}); it counts before any price of ours
 */
public record Charges(
        long webSearches,
        long citationTokens,
        @Nullable String searchContext,
        @Nullable Money said) {

    /** More in one answer is a fault of the provider. */
    private static final long MOST_SEARCHES = 10_000;

    private static final long MOST_TOKENS = 1_000_000_000;

    public static final Charges NONE = new Charges(0, 0, null, null);

    public Charges {
        webSearches = Math.clamp(webSearches, 0, MOST_SEARCHES);
        citationTokens = Math.clamp(citationTokens, 0, MOST_TOKENS);
    }

    public static Charges searches(long webSearches) {
        return webSearches <= 0 ? NONE : new Charges(webSearches, 0, null, null);
    }

    /** @param terms the others on which the price depends */
    public Usage on(Usage usage, Terms terms) {
        return usage.with(PriceMeter.WEB_SEARCH, webSearches)
                .with(PriceMeter.CITATION_TOKEN, citationTokens)
                .said(said)
                .with(searchContext == null ? terms : terms.withSearch(searchContext));
    }
}
