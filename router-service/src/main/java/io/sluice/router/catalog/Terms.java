package io.sluice.router.catalog;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call's prices depend on beside the quantities. Null or empty: the provider's default.
 *
 * @param tier service tier that the provider says it used, or else that was asked for
 * @param size of the images or the video: {@code 1024x1024}, {@code 720p} ...
 * @param quality of the images
 * @param search context size of searches: {@code low}, {@code medium}, {@code high}
 * @param surcharges names of the surcharges that apply: {@code us}, {@code fast} ...
 * @param at when the call ended; null: unknown, no cheap hour is assumed then
 */
public record Terms(
        @Nullable String tier,
        @Nullable String size,
        @Nullable String quality,
        @Nullable String search,
        Set<String> surcharges,
        @Nullable Instant at) {

    public static final Terms DEFAULT = new Terms(null, null, null, null, Set.of(), null);

    /** Names of a tier that only say that none was chosen: OpenAI {@code default} and {@code auto}, Anthropic {@code standard}, Groq {@code on_demand}. */
    private static final Set<String> NO_TIER = Set.of("default", "auto", "standard", "standard_only", "on_demand");

    public static Terms tier(@Nullable String tier) {
        return tier == null || NO_TIER.contains(tier) ? DEFAULT : DEFAULT.withTier(tier);
    }

    public Terms withTier(@Nullable String newTier) {
        return new Terms(
                newTier == null || NO_TIER.contains(newTier) ? null : newTier, size, quality, search, surcharges, at);
    }

    public Terms withImages(@Nullable String newSize, @Nullable String newQuality) {
        return new Terms(tier, newSize, newQuality, search, surcharges, at);
    }

    public Terms withSearch(@Nullable String newSearch) {
        return new Terms(tier, size, quality, newSearch, surcharges, at);
    }

    public Terms withSurcharges(Set<String> newSurcharges) {
        return new Terms(tier, size, quality, search, Set.copyOf(newSurcharges), at);
    }

    public Terms at(Instant end) {
        return new Terms(tier, size, quality, search, surcharges, end);
    }
}
