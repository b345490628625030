package io.sluice.router.catalog;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider charges for beside tokens, as it says it in its answer or as it can be counted there.
 *
 * @param units how much of what: searches that the model made, text that they brought into the prompt, images, ranked documents. Quantities
 *     that cannot be are cut
 * @param searchContext size of the searches' context, which some providers price by; null when not said
 * @param said the amount that the provider names itself (OpenRouter's {@code usage.cost}); it counts before any price of ours
 * @param isGuessed nobody said or counted the units: the bill is an estimate
 */
public record Charges(
        Map<PriceMeter, Long> units,
        @Nullable String searchContext,
        @Nullable Money said,
        boolean isGuessed) {

    /** More in one answer is a fault of the provider. */
    private static final long MOST_SEARCHES = 10_000;

    private static final long MOST_UNITS = 1_000_000_000;

    /** A week. */
    private static final long MOST_MICROSECONDS = 7L * 24 * 3_600 * 1_000_000;

    public static final Charges NONE = new Charges(Map.of(), null, null);

    public Charges(Map<PriceMeter, Long> units, @Nullable String searchContext, @Nullable Money said) {
        this(units, searchContext, said, false);
    }

    public Charges {
        units = plausible(units);
    }

    private static Map<PriceMeter, Long> plausible(Map<PriceMeter, Long> units) {
        if (units.isEmpty()) {
            return Map.of();
        }
        Map<PriceMeter, Long> kept = new EnumMap<>(PriceMeter.class);
        units.forEach((meter, quantity) -> {
            if (quantity > 0) {
                kept.put(meter, Math.min(quantity, most(meter)));
            }
        });
        return kept.isEmpty() ? Map.of() : kept;
    }

    private static long most(PriceMeter meter) {
        return switch (meter) {
            case WEB_SEARCH -> MOST_SEARCHES;
            case INPUT_MICROSECOND, INPUT_VIDEO_MICROSECOND, OUTPUT_MICROSECOND, COMPUTE_MICROSECOND ->
                MOST_MICROSECONDS;
            default -> MOST_UNITS;
        };
    }

    /** The same, as an estimate. */
    public Charges guessed() {
        return new Charges(units, searchContext, said, true);
    }

    /** Nothing when it is not positive. */
    public static Charges of(PriceMeter meter, long quantity) {
        return quantity <= 0 ? NONE : new Charges(Map.of(meter, quantity), null, null);
    }

    public static Charges searches(long webSearches) {
        return of(PriceMeter.WEB_SEARCH, webSearches);
    }

    public long quantity(PriceMeter meter) {
        return units.getOrDefault(meter, 0L);
    }

    /** @param terms the others on which the price depends */
    public Usage on(Usage usage, Terms terms) {
        Usage all = usage;
        for (Map.Entry<PriceMeter, Long> unit : units.entrySet()) {
            all = all.with(unit.getKey(), unit.getValue());
        }
        return all.said(said).with(searchContext == null ? terms : terms.withSearch(searchContext));
    }
}
