package io.sluice.router.catalog;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog knows about a model.
 *
 * @param mode {@code chat}, {@code embedding} ...; null when unknown
 * @param maxInputTokens 0 when unknown
 * @param maxOutputTokens 0 when unknown
 * @param prices null when no price is known
 * @param capabilities for example {@code vision}, {@code function_calling}, {@code reasoning}, {@code response_schema}
 */
public record ModelCard(
        String provider,
        String model,
        @Nullable String mode,
        long maxInputTokens,
        long maxOutputTokens,
        @Nullable PriceTable prices,
        Set<String> capabilities) {

    public static ModelCard unknown(String provider, String model) {
        return new ModelCard(provider, model, null, 0, 0, null, Set.of());
    }
}
