package io.sluice.router.pricelist;

import static java.util.Map.entry;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.router.catalog.Conditions;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of LiteLLM's cost fields, taken apart. They multiply dimensions into names
 * ({@code cache_read_input_token_cost_above_272k_tokens_priority}); {@code litellm-behaviour.md} 10.2 lists them.
 *
 * @param base the name without its conditions
 * @param divisor what the field's value is divided by to be the price of one unit
 */
record LitellmField(String base, PriceMeter meter, Conditions conditions, BigDecimal divisor) {

    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    private record Unit(PriceMeter meter, BigDecimal divisor) {

        static Unit one(PriceMeter meter) {
            return new Unit(meter, BigDecimal.ONE);
        }

        static Unit second(PriceMeter meter) {
            return new Unit(meter, MICROS);
        }
    }

    private static final Map<String, Unit> UNITS = Map.ofEntries(
            entry("input_cost_per_token", Unit.one(PriceMeter.INPUT_TOKEN)),
            entry("output_cost_per_token", Unit.one(PriceMeter.OUTPUT_TOKEN)),
            entry("cache_read_input_token_cost", Unit.one(PriceMeter.CACHED_INPUT_TOKEN)),
            entry("input_cost_per_token_cache_hit", Unit.one(PriceMeter.CACHED_INPUT_TOKEN)),
            entry("cache_read_input_audio_token_cost", Unit.one(PriceMeter.CACHED_AUDIO_TOKEN)),
            entry("cache_read_input_token_cost_per_audio_token", Unit.one(PriceMeter.CACHED_AUDIO_TOKEN)),
            entry("cache_read_input_image_token_cost", Unit.one(PriceMeter.CACHED_IMAGE_TOKEN)),
            entry("cache_creation_input_token_cost", Unit.one(PriceMeter.CACHE_WRITE_5M_TOKEN)),
            entry("cache_creation_input_token_cost_above_1hr", Unit.one(PriceMeter.CACHE_WRITE_1H_TOKEN)),
            entry("cache_creation_input_token_cost_above_12hr", Unit.one(PriceMeter.CACHE_WRITE_12H_TOKEN)),
            entry("cache_creation_input_audio_token_cost", Unit.one(PriceMeter.CACHE_WRITE_AUDIO_TOKEN)),
            entry("output_cost_per_reasoning_token", Unit.one(PriceMeter.REASONING_TOKEN)),
            entry("citation_cost_per_token", Unit.one(PriceMeter.CITATION_TOKEN)),
            entry("input_cost_per_audio_token", Unit.one(PriceMeter.INPUT_AUDIO_TOKEN)),
            entry("input_cost_per_image_token", Unit.one(PriceMeter.INPUT_IMAGE_TOKEN)),
            entry("input_cost_per_video_token", Unit.one(PriceMeter.INPUT_VIDEO_TOKEN)),
            entry("output_cost_per_audio_token", Unit.one(PriceMeter.OUTPUT_AUDIO_TOKEN)),
            entry("output_cost_per_image_token", Unit.one(PriceMeter.OUTPUT_IMAGE_TOKEN)),
            entry("output_cost_per_video_token", Unit.one(PriceMeter.OUTPUT_VIDEO_TOKEN)),
            entry("input_cost_per_character", Unit.one(PriceMeter.INPUT_CHARACTER)),
            entry("output_cost_per_character", Unit.one(PriceMeter.OUTPUT_CHARACTER)),
            entry("input_cost_per_image", Unit.one(PriceMeter.INPUT_IMAGE)),
            entry("output_cost_per_image", Unit.one(PriceMeter.OUTPUT_IMAGE)),
            entry("input_cost_per_pixel", Unit.one(PriceMeter.OUTPUT_PIXEL)),
            entry("output_cost_per_pixel", Unit.one(PriceMeter.OUTPUT_PIXEL)),
            entry("input_cost_per_second", Unit.second(PriceMeter.INPUT_MICROSECOND)),
            entry("input_cost_per_audio_per_second", Unit.second(PriceMeter.INPUT_MICROSECOND)),
            entry("input_cost_per_video_per_second", Unit.second(PriceMeter.INPUT_VIDEO_MICROSECOND)),
            entry("output_cost_per_second", Unit.second(PriceMeter.OUTPUT_MICROSECOND)),
            entry("output_cost_per_audio_per_second", Unit.second(PriceMeter.OUTPUT_MICROSECOND)),
            entry("output_cost_per_video_per_second", Unit.second(PriceMeter.OUTPUT_MICROSECOND)),
            entry("input_cost_per_text_message", Unit.one(PriceMeter.TEXT_MESSAGE)),
            entry("input_cost_per_query", Unit.one(PriceMeter.SEARCH_QUERY)),
            entry("input_cost_per_request", Unit.one(PriceMeter.REQUEST)),
            entry("search_queries_cost_per_query", Unit.one(PriceMeter.WEB_SEARCH)),
            entry("google_maps_grounding_cost_per_query", Unit.one(PriceMeter.MAPS_QUERY)),
            entry("file_search_cost_per_1k_calls", new Unit(PriceMeter.FILE_SEARCH, THOUSAND)),
            entry("code_interpreter_cost_per_session", Unit.one(PriceMeter.CODE_SESSION)),
            entry("ocr_cost_per_page", Unit.one(PriceMeter.PAGE)),
            entry("annotation_cost_per_page", Unit.one(PriceMeter.ANNOTATED_PAGE)),
            entry("ocr_cost_per_credit", Unit.one(PriceMeter.CREDIT)));

    /** Cost fields that are no price of a call, with the reason: {@code docs/prices.md} shows this list. */
    static final Map<String, String> LEFT_OUT = Map.ofEntries(
            entry("cost_per_second", "time of reserved capacity, which runs whether it is called or not"),
            entry("cost_per_ptu_per_hour", "reserved capacity of Azure, which runs whether it is called or not"),
            entry("input_dbu_cost_per_token", "the same price in Databricks' own units"),
            entry("output_dbu_cost_per_token", "the same price in Databricks' own units"),
            entry("guardrail_cost_per_unit", "a guardrail's price, not a model's"),
            entry("vector_store_cost_per_gb_per_day", "storage, not a call; only the list's sample names it"),
            entry("file_search_cost_per_gb_per_day", "storage, not a call; only the list's sample names it"),
            entry(
                    "computer_use_input_cost_per_1k_tokens",
                    "only the list's sample names it; such tokens cost as others do"),
            entry(
                    "computer_use_output_cost_per_1k_tokens",
                    "only the list's sample names it; such tokens cost as others do"),
            entry(
                    "explicit_cache_read_input_token_cost",
                    "answers do not say which of Alibaba's two caches was read; the implicit one's price, the higher, is taken"),
            entry(
                    "input_cost_per_video_per_second_above_8s_interval",
                    "the name says the opposite of the provider's page (shorter intervals cost more); the base price is taken"),
            entry(
                    "input_cost_per_video_per_second_above_15s_interval",
                    "the name says the opposite of the provider's page (shorter intervals cost more); the base price is taken"));

    /** Fields that hold several prices or no number, read by {@link LitellmPrices} itself. */
    static final Set<String> STRUCTURED = Set.of(
            "search_context_cost_per_query",
            "tiered_pricing",
            "off_peak_pricing",
            "provider_specific_entry",
            "web_search_billing_unit",
            "regional_endpoint_uplift_multiplier",
            "regional_processing_uplift_multiplier_eu",
            "regional_processing_uplift_multiplier_us");

    private static final Map<String, String> TIERS = Map.of(
            "_priority", "priority",
            "_flex", "flex",
            "_batches", "batch",
            "_batch_requests", "batch",
            "_ultrafast", "ultrafast",
            "_balanced", "balanced",
            "_decisions", "decisions");

    private static final Pattern TIER = Pattern.compile("(" + String.join("|", TIERS.keySet()) + ")$");
    private static final Pattern THRESHOLD = Pattern.compile("_above_(\\d+)k_tokens");
    private static final Pattern RESOLUTION = Pattern.compile("^(output_cost_per_(?:second|image))_([0-9.]+[pkK]?)$");
    private static final Pattern PIXELS = Pattern.compile("_above_(\\d+)_and_(\\d+)_pixels(?:_and)?");
    private static final Pattern PREMIUM = Pattern.compile("_premium_image$");

    /**
     * Empty when the name is no price's.
     *
     * @param inclusive a threshold is reached at its figure, not only above it
     */
    static Optional<LitellmField> parse(String name, boolean inclusive) {
        String rest = name;
        String tier = null;
        Matcher suffix = TIER.matcher(rest);
        if (suffix.find()) {
            tier = TIERS.get(suffix.group(1));
            rest = rest.substring(0, suffix.start());
        }
        long above = 0;
        Matcher threshold = THRESHOLD.matcher(rest);
        if (threshold.find()) {
            above = Long.parseLong(threshold.group(1)) * 1_000 - (inclusive ? 1 : 0);
            rest = threshold.replaceFirst("");
        }
        String size = null;
        Matcher resolution = RESOLUTION.matcher(rest);
        if (resolution.matches()) {
            size = resolution.group(2);
            rest = resolution.group(1);
        }
        Matcher premium = PREMIUM.matcher(rest);
        String quality = premium.find() ? "premium" : null;
        rest = premium.replaceFirst("");
        Matcher pixels = PIXELS.matcher(rest);
        if (pixels.find()) {
            size = '>' + pixels.group(1) + 'x' + pixels.group(2);
            rest = pixels.replaceFirst("");
        }
        return field(rest, new Conditions(tier, above, size, quality, null, false));
    }

    private static Optional<LitellmField> field(String base, Conditions conditions) {
        @Nullable Unit unit = UNITS.get(base);
        return unit == null
                ? Optional.empty()
                : Optional.of(new LitellmField(base, unit.meter, conditions, unit.divisor));
    }
}
