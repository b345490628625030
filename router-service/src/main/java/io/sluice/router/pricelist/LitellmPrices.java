package io.sluice.router.pricelist;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.router.catalog.Conditions;
import io.sluice.router.catalog.OffPeak;
import io.sluice.router.catalog.PriceTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A price table from LiteLLM's fields of one model, be it from the public list or from a configuration. */
final class LitellmPrices {

    /** xAI's higher prices begin at the figure itself: docs.x.ai/docs/models ("under 200k", "200k and above"; seen 2026-11-24). */
    private static final Set<String> INCLUSIVE = Set.of("xai");

    /** Providers that charge all searches of one answer as one, unless the model's entry says {@code per_query}. */
    private static final Set<String> SEARCH_ONCE = Set.of("gemini", "vertex_ai");

    private static final Set<String> IMAGE_MODES = Set.of("image_generation", "image_edit");

    /** A row by what it is for, so that a later field of the same meaning replaces an earlier one. */
    private record Key(PriceMeter meter, Conditions conditions) {}

    private final String provider;
    private final String mode;
    private final Map<String, ?> fields;
    private final Map<Key, UnitPrice> rows = new LinkedHashMap<>();

    private LitellmPrices(String provider, @Nullable String mode, Map<String, ?> fields) {
        this.provider = provider;
        this.mode = mode == null ? "" : mode;
        this.fields = fields;
    }

    /**
     * @param provider our name of it
     * @return null when no field is a price
     */
    static @Nullable PriceTable table(String provider, @Nullable String mode, Map<String, ?> fields) {
        return new LitellmPrices(provider, mode, fields).table();
    }

    private @Nullable PriceTable table() {
        new TreeMap<>(fields).forEach((name, value) -> {
            BigDecimal number = decimal(value);
            if (number != null && number.signum() >= 0) {
                LitellmField.parse(name, INCLUSIVE.contains(provider)).ifPresent(field -> add(field, number));
            }
        });
        costPerToken();
        tiers();
        searchContext();
        OffPeak offPeak = offPeak();
        cachedShare();
        if (rows.isEmpty()) {
            return null;
        }
        List<PriceTable.Row> list = new ArrayList<>(rows.size());
        rows.forEach((key, price) -> list.add(new PriceTable.Row(key.meter, price, key.conditions)));
        return new PriceTable(list, surcharges(), offPeak, searches());
    }

    private void add(LitellmField field, BigDecimal value) {
        PriceMeter meter = switch (field.base()) {
            // the list calls an image "input" that is priced by its order, and so all that image models have
            case "input_cost_per_image" ->
                IMAGE_MODES.contains(mode) && !fields.containsKey("output_cost_per_image")
                        ? PriceMeter.OUTPUT_IMAGE
                        : PriceMeter.INPUT_IMAGE;
            // what comes in is heard once: its one price has either name
            case "output_cost_per_second" ->
                mode.equals("audio_transcription") ? PriceMeter.INPUT_MICROSECOND : field.meter();
            // a machine's time, unless sound comes in
            case "input_cost_per_second" ->
                mode.equals("audio_transcription") || mode.equals("realtime") || mode.equals("embedding")
                        ? PriceMeter.INPUT_MICROSECOND
                        : PriceMeter.COMPUTE_MICROSECOND;
            default -> field.meter();
        };
        if (isSecondNameOfTheSame(field, value)) {
            return;
        }
        put(meter, field.conditions(), value.divide(field.divisor(), MathContext.UNLIMITED));
    }

    private boolean isSecondNameOfTheSame(LitellmField field, BigDecimal value) {
        return switch (field.base()) {
            case "input_cost_per_token_cache_hit" -> fields.containsKey("cache_read_input_token_cost");
            case "output_cost_per_pixel" -> value.signum() == 0 && fields.containsKey("input_cost_per_pixel");
            // whisper-1 has the one price under both names, Soniox under this one alone and zero under the other
            case "output_cost_per_second" ->
                mode.equals("audio_transcription")
                        && (isPaid("input_cost_per_second")
                                || (value.signum() == 0 && fields.containsKey("input_cost_per_second")));
            case "input_cost_per_second" ->
                mode.equals("audio_transcription") && value.signum() == 0 && isPaid("output_cost_per_second");
            default -> false;
        };
    }

    private boolean isPaid(String field) {
        BigDecimal price = decimal(fields.get(field));
        return price != null && price.signum() > 0;
    }

    private void put(PriceMeter meter, Conditions conditions, BigDecimal dollars) {
        BigDecimal plain = dollars.stripTrailingZeros();
        rows.put(new Key(meter, conditions), new UnitPrice(plain.signum() == 0 ? BigDecimal.ZERO : plain));
    }

    /** {@code cost_per_token} of configurations: one price for both ways, or a section with the two. */
    private void costPerToken() {
        Object value = fields.get("cost_per_token");
        BigDecimal both = decimal(value);
        if (both != null && both.signum() >= 0) {
            rows.putIfAbsent(new Key(PriceMeter.INPUT_TOKEN, Conditions.NONE), new UnitPrice(both));
            rows.putIfAbsent(new Key(PriceMeter.OUTPUT_TOKEN, Conditions.NONE), new UnitPrice(both));
        } else if (value instanceof Map<?, ?> section) {
            section.forEach((name, price) -> {
                BigDecimal number = decimal(price);
                if (number != null && number.signum() >= 0) {
                    LitellmField.parse(String.valueOf(name), false).ifPresent(field -> add(field, number));
                }
            });
        }
    }

    /** {@code tiered_pricing}: ranges of input tokens, each with its prices. Ranges of search results are no call's of a model. */
    private void tiers() {
        if (fields.get("tiered_pricing") instanceof List<?> tiers) {
            for (Object tier : tiers) {
                if (tier instanceof Map<?, ?> prices && prices.get("range") instanceof List<?> range) {
                    BigDecimal from = decimal(range.getFirst());
                    Conditions conditions = Conditions.tier(null, from == null ? 0 : from.longValue());
                    eachPrice(prices, (meter, price) -> put(meter, conditions, price));
                }
            }
        }
    }

    private @Nullable OffPeak offPeak() {
        if (!(fields.get("off_peak_pricing") instanceof Map<?, ?> cheap)
                || !(cheap.get("windows") instanceof List<?> windows)) {
            return null;
        }
        eachPrice(cheap, (meter, price) -> put(meter, new Conditions(null, 0, null, null, null, true), price));
        List<OffPeak.Window> parsed = new ArrayList<>();
        for (Object window : windows) {
            if (window instanceof Map<?, ?> map) {
                parsed.addAll(windows(map));
            }
        }
        ZoneId zone = cheap.get("weekday_timezone") instanceof String name ? ZoneId.of(name) : ZoneOffset.UTC;
        return new OffPeak(zone, parsed);
    }

    private static List<OffPeak.Window> windows(Map<?, ?> window) {
        int first = 1;
        int last = 7;
        if (window.get("weekdays") instanceof List<?> days && !days.isEmpty()) {
            List<Integer> numbers =
                    days.stream().map(day -> ((Number) day).intValue()).sorted().toList();
            first = numbers.getFirst();
            last = numbers.getLast();
        }
        List<?> hours = window.get("hours_utc") instanceof List<?> list
                ? list
                : List.of(String.valueOf(window.get("hours_utc")));
        List<String> lines = new ArrayList<>();
        for (Object span : hours) {
            String text = String.valueOf(span);
            // a day that ends at midnight ends at 24:00
            lines.add(first + "-" + last + ' ' + (text.endsWith("-00:00") ? text.replace("-00:00", "-24:00") : text));
        }
        return OffPeak.parse(lines).windows();
    }

    private interface Taken {
        void take(PriceMeter meter, BigDecimal dollars);
    }

    private static void eachPrice(Map<?, ?> prices, Taken taken) {
        prices.forEach((name, value) -> {
            BigDecimal number = decimal(value);
            if (number != null && number.signum() >= 0) {
                LitellmField.parse(String.valueOf(name), false)
                        .filter(field -> field.conditions().equals(Conditions.NONE))
                        .ifPresent(field ->
                                taken.take(field.meter(), number.divide(field.divisor(), MathContext.UNLIMITED)));
            }
        });
    }

    /** {@code search_context_cost_per_query}: medium is what providers take when nothing is said. */
    private void searchContext() {
        if (fields.get("search_context_cost_per_query") instanceof Map<?, ?> sizes) {
            BigDecimal medium = decimal(sizes.get("search_context_size_medium"));
            if (medium != null) {
                put(PriceMeter.WEB_SEARCH, Conditions.NONE, medium);
            }
            for (String size : List.of("low", "high")) {
                BigDecimal price = decimal(sizes.get("search_context_size_" + size));
                if (price != null && (medium == null || price.compareTo(medium) != 0)) {
                    put(PriceMeter.WEB_SEARCH, new Conditions(null, 0, null, null, size, false), price);
                }
            }
        }
    }

    private PriceTable.Searches searches() {
        boolean searches = rows.keySet().stream().anyMatch(key -> key.meter == PriceMeter.WEB_SEARCH);
        boolean citations = rows.keySet().stream().anyMatch(key -> key.meter == PriceMeter.CITATION_TOKEN);
        if (!searches || citations || "per_query".equals(fields.get("web_search_billing_unit"))) {
            return PriceTable.Searches.EACH;
        }
        if (provider.equals("perplexity")) {
            return PriceTable.Searches.ALWAYS;
        }
        boolean google = SEARCH_ONCE.contains(provider)
                && !String.valueOf(fields.get("litellm_provider")).contains("anthropic");
        return google ? PriceTable.Searches.ONCE : PriceTable.Searches.EACH;
    }

    /** Fireworks charges half for cached tokens where it names no price: docs.fireworks.ai/guides/prompt-caching (seen 2026-11-24). */
    private void cachedShare() {
        UnitPrice input = rows.get(new Key(PriceMeter.INPUT_TOKEN, Conditions.NONE));
        Key cached = new Key(PriceMeter.CACHED_INPUT_TOKEN, Conditions.NONE);
        if (provider.equals("fireworks_ai")
                && input != null
                && input.dollars().signum() > 0
                && !rows.containsKey(cached)) {
            put(
                    PriceMeter.CACHED_INPUT_TOKEN,
                    Conditions.NONE,
                    input.dollars().divide(BigDecimal.TWO, MathContext.UNLIMITED));
        }
    }

    private Map<String, BigDecimal> surcharges() {
        Map<String, BigDecimal> surcharges = new TreeMap<>();
        surcharge("regional_endpoint_uplift_multiplier", "regional", surcharges);
        surcharge("regional_processing_uplift_multiplier_eu", "eu", surcharges);
        surcharge("regional_processing_uplift_multiplier_us", "us", surcharges);
        if (fields.get("provider_specific_entry") instanceof Map<?, ?> entry) {
            for (String name : List.of("us", "fast")) {
                BigDecimal factor = decimal(entry.get(name));
                if (factor != null) {
                    surcharges.put(name, factor);
                }
            }
        }
        return surcharges;
    }

    private void surcharge(String field, String name, Map<String, BigDecimal> surcharges) {
        BigDecimal factor = decimal(fields.get(field));
        if (factor != null) {
            surcharges.put(name, factor);
        }
    }

    static @Nullable BigDecimal decimal(@Nullable Object value) {
        try {
            return value instanceof Number || value instanceof String
                    ? new BigDecimal(value.toString().strip())
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
