package io.sluice.router.catalog;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads prices from LiteLLM's field names, which multiply dimensions into names
 * ({@code cache_read_input_token_cost_above_272k_tokens_priority}); {@code litellm-behaviour.md} 10.2.
 */
final class LitellmPrices {

    private static final Map<String, PriceMeter> METERS = Map.ofEntries(
            Map.entry("input_cost_per_token", PriceMeter.INPUT_TOKEN),
            Map.entry("output_cost_per_token", PriceMeter.OUTPUT_TOKEN),
            Map.entry("cache_read_input_token_cost", PriceMeter.CACHED_INPUT_TOKEN),
            Map.entry("cache_creation_input_token_cost", PriceMeter.CACHE_WRITE_5M_TOKEN),
            Map.entry("cache_creation_input_token_cost_above_1hr", PriceMeter.CACHE_WRITE_1H_TOKEN),
            Map.entry("output_cost_per_reasoning_token", PriceMeter.REASONING_TOKEN),
            Map.entry("input_cost_per_audio_token", PriceMeter.INPUT_AUDIO_TOKEN),
            Map.entry("output_cost_per_audio_token", PriceMeter.OUTPUT_AUDIO_TOKEN),
            Map.entry("input_cost_per_image_token", PriceMeter.INPUT_IMAGE_TOKEN),
            Map.entry("output_cost_per_image_token", PriceMeter.OUTPUT_IMAGE_TOKEN),
            Map.entry("output_cost_per_image", PriceMeter.IMAGE),
            Map.entry("input_cost_per_image", PriceMeter.IMAGE),
            Map.entry("input_cost_per_second", PriceMeter.INPUT_SECOND),
            Map.entry("output_cost_per_second", PriceMeter.OUTPUT_SECOND),
            Map.entry("input_cost_per_character", PriceMeter.INPUT_CHARACTER),
            Map.entry("output_cost_per_character", PriceMeter.OUTPUT_CHARACTER),
            Map.entry("input_cost_per_query", PriceMeter.SEARCH_QUERY),
            Map.entry("input_cost_per_request", PriceMeter.REQUEST));

    private static final Pattern THRESHOLD = Pattern.compile("_above_(\\d+)k_tokens");
    private static final Map<String, String> TIERS =
            Map.of("_priority", "priority", "_flex", "flex", "_batches", "batch");

    private LitellmPrices() {}

    /** @return an empty table when no field is a price */
    static PriceTable table(Map<String, ?> fields) {
        List<PriceTable.Row> rows = new ArrayList<>();
        fields.forEach((name, value) -> {
            PriceTable.Row row = row(name, value);
            if (row != null) {
                rows.add(row);
            }
        });
        return new PriceTable(rows);
    }

    private static PriceTable.@Nullable Row row(String name, @Nullable Object value) {
        String meterName = name;
        String tier = null;
        for (Map.Entry<String, String> suffix : TIERS.entrySet()) {
            if (meterName.endsWith(suffix.getKey())) {
                tier = suffix.getValue();
                meterName = meterName.substring(
                        0, meterName.length() - suffix.getKey().length());
            }
        }
        long above = 0;
        Matcher threshold = THRESHOLD.matcher(meterName);
        if (threshold.find()) {
            above = Long.parseLong(threshold.group(1)) * 1_000;
            meterName = threshold.replaceFirst("");
        }
        PriceMeter meter = METERS.get(meterName);
        BigDecimal price = meter == null ? null : decimal(value);
        return meter == null || price == null || price.signum() < 0
                ? null
                : new PriceTable.Row(meter, new UnitPrice(price.stripTrailingZeros()), tier, above);
    }

    private static @Nullable BigDecimal decimal(@Nullable Object value) {
        try {
            return value instanceof Number || value instanceof String
                    ? new BigDecimal(value.toString().strip())
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
