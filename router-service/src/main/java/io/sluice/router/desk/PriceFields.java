package io.sluice.router.desk;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.router.catalog.Conditions;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.PriceTable;
import java.util.Map;

/** Prices under LiteLLM's names of them; those of service tiers and long contexts with LiteLLM's endings. What has no such name is left out. */
final class PriceFields {

    private static final Map<PriceMeter, String> NAMES = Map.ofEntries(
            entry(PriceMeter.INPUT_TOKEN, "input_cost_per_token"),
            entry(PriceMeter.OUTPUT_TOKEN, "output_cost_per_token"),
            entry(PriceMeter.CACHED_INPUT_TOKEN, "cache_read_input_token_cost"),
            entry(PriceMeter.CACHE_WRITE_5M_TOKEN, "cache_creation_input_token_cost"),
            entry(PriceMeter.CACHE_WRITE_1H_TOKEN, "cache_creation_input_token_cost_above_1hr"),
            entry(PriceMeter.REASONING_TOKEN, "output_cost_per_reasoning_token"),
            entry(PriceMeter.INPUT_AUDIO_TOKEN, "input_cost_per_audio_token"),
            entry(PriceMeter.OUTPUT_AUDIO_TOKEN, "output_cost_per_audio_token"),
            entry(PriceMeter.INPUT_IMAGE, "input_cost_per_image"),
            entry(PriceMeter.OUTPUT_IMAGE, "output_cost_per_image"),
            entry(PriceMeter.SEARCH_QUERY, "input_cost_per_query"),
            entry(PriceMeter.REQUEST, "input_cost_per_request"));

    private PriceFields() {}

    static void put(ModelCard card, ObjectNode to) {
        PriceTable prices = card.prices();
        if (prices == null) {
            return;
        }
        for (PriceTable.Row row : prices.rows()) {
            String name = NAMES.get(row.meter());
            Conditions conditions = row.conditions();
            boolean plain = conditions.size() == null
                    && conditions.quality() == null
                    && conditions.search() == null
                    && !conditions.offPeak();
            if (name != null && plain) {
                to.put(name + ending(conditions), row.price().dollars());
            }
        }
    }

    private static String ending(Conditions conditions) {
        String above = conditions.aboveInputTokens() == 0
                ? ""
                : "_above_" + conditions.aboveInputTokens() / 1_000 + "k_tokens";
        String tier = conditions.tier();
        return above + (tier == null ? "" : tier.equals("batch") ? "_batches" : "_" + tier);
    }
}
