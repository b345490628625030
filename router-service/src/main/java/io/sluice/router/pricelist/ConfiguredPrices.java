package io.sluice.router.pricelist;

import io.sluice.configuration.Settings;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.router.catalog.Conditions;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.PriceTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A deployment's own prices and limits: LiteLLM's field names in {@code litellm_params} or {@code model_info}, the latter winning.
 *
 * <p>A configured price takes the place of the list's for its meter, and of those that follow from it: who sets
 * {@code input_cost_per_token} pays that for cached tokens too unless {@code cache_read_input_token_cost} is set as well, as in LiteLLM. A meter that
 * the configuration does not name keeps the list's price, where LiteLLM takes zero: a price that is not said is not zero. Surcharges of the list
 * are not put on configured prices.
 */
public final class ConfiguredPrices {

    private ConfiguredPrices() {}

    public static ModelCard apply(ModelCard card, Settings params, Settings info) {
        Map<String, Object> fields = new LinkedHashMap<>(params.values());
        fields.putAll(info.values());
        String mode = info.string("mode").orElse(card.mode());
        PriceTable own = LitellmPrices.table(card.provider(), mode, fields);
        return card.configured(
                mode,
                info.wholeNumber("max_input_tokens").orElse(card.maxInputTokens()),
                info.wholeNumber("max_output_tokens").orElse(card.maxOutputTokens()),
                own == null ? card.prices() : merged(card.prices(), own),
                own != null);
    }

    private static PriceTable merged(@Nullable PriceTable listed, PriceTable own) {
        if (listed == null) {
            return own;
        }
        Set<PriceMeter> replaced = new HashSet<>();
        for (PriceTable.Row row : own.rows()) {
            if (row.conditions().equals(Conditions.NONE)) {
                replaced.add(row.meter());
            }
        }
        List<PriceTable.Row> rows = new ArrayList<>(own.rows());
        for (PriceTable.Row row : listed.rows()) {
            boolean follows = replaced.stream().anyMatch(meter -> row.meter().follows(meter));
            boolean sameRow = own.rows().stream()
                    .anyMatch(given ->
                            given.meter() == row.meter() && given.conditions().equals(row.conditions()));
            if (!follows && !sameRow) {
                rows.add(row);
            }
        }
        return new PriceTable(rows, Map.of(), listed.offPeak(), listed.searches());
    }
}
