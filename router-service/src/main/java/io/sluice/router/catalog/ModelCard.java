package io.sluice.router.catalog;

import io.sluice.contracts.money.PriceMeter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog knows about a model.
 *
 * @param mode {@code chat}, {@code embedding} ...; null when unknown
 * @param maxInputTokens 0 when unknown
 * @param maxOutputTokens 0 when unknown
 * @param prices null when no price is known
 * @param ownPrices the prices are the configuration's: they hold against what an answer says
 * @param capabilities for example {@code vision}, {@code function_calling}, {@code reasoning}: LiteLLM's {@code supports_} names without the prefix
 * @param lacking capabilities that the model is known not to have; what is in neither set is not known
 * @param facts other things that are known of it: numbers, texts, flags and lists of texts by LiteLLM's names ({@code supported_endpoints},
 *     {@code output_vector_size}, {@code reasoning_effort_levels} ...)
 * @param retires the day on which the provider takes it out of service, {@code YYYY-MM-DD}
 * @param source page from which the figures come
 * @param siblings other models of the provider by name
 */
public record ModelCard(
        String provider,
        String model,
        @Nullable String mode,
        long maxInputTokens,
        long maxOutputTokens,
        @Nullable PriceTable prices,
        boolean ownPrices,
        Set<String> capabilities,
        Set<String> lacking,
        Map<String, Object> facts,
        @Nullable String retires,
        @Nullable String source,
        Function<String, Optional<ModelCard>> siblings) {

    public static ModelCard unknown(String provider, String model) {
        return new ModelCard(
                provider,
                model,
                null,
                0,
                0,
                null,
                false,
                Set.of(),
                Set.of(),
                Map.of(),
                null,
                null,
                name -> Optional.empty());
    }

    /** Empty when it is not known. */
    public Optional<Boolean> supports(String capability) {
        return capabilities.contains(capability)
                ? Optional.of(true)
                : lacking.contains(capability) ? Optional.of(false) : Optional.empty();
    }

    /**
     * Whether what a call costs is known, and what it can cost at most. It is not where a model charges for what no request
     * bounds: text that it looks up by itself, as Perplexity's deep research does, or output (text, images) without a price.
     */
    public boolean isPriced() {
        PriceTable table = prices;
        if (table == null || table.has(PriceMeter.CITATION_TOKEN)) {
            return false;
        }
        if (makesImages()) {
            return Arrays.stream(PriceMeter.values()).anyMatch(meter -> table.has(meter) && pricesImages(meter));
        }
        if (speaks() && !table.has(PriceMeter.INPUT_CHARACTER)) {
            // a model of music is charged by the piece
            return Arrays.stream(PriceMeter.values())
                    .anyMatch(meter -> table.has(meter)
                            && (meter.side() == PriceMeter.Side.OUTPUT || meter == PriceMeter.OUTPUT_MICROSECOND));
        }
        boolean writes = mode == null || mode.equals("chat") || mode.equals("completion") || mode.equals("responses");
        return !writes || table.has(PriceMeter.INPUT_TOKEN) == table.has(PriceMeter.OUTPUT_TOKEN);
    }

    /** Whether an output of it is a whole image. */
    public boolean makesImages() {
        return "image_generation".equals(mode) || "image_edit".equals(mode);
    }

    /** Whether an output of it is a minute of sound. */
    public boolean speaks() {
        return "audio_speech".equals(mode);
    }

    /** Whether it turns sound into text. */
    public boolean hears() {
        return "audio_transcription".equals(mode);
    }

    private static boolean pricesImages(PriceMeter meter) {
        return meter.side() == PriceMeter.Side.OUTPUT
                || meter == PriceMeter.OUTPUT_IMAGE
                || meter == PriceMeter.OUTPUT_PIXEL
                || meter == PriceMeter.REQUEST;
    }

    /** A list among the facts; empty when there is none. */
    public List<String> factList(String name) {
        return facts.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * The card that prices an answer: this one, or when it has no price that of the model which the answer names. LiteLLM does the same
     * ({@code litellm-behaviour.md} 10.3), and Azure deployments live by it, since their names are their owner's.
     */
    ModelCard forAnswer(@Nullable String answeredBy) {
        return prices != null || answeredBy == null
                ? this
                : siblings.apply(answeredBy)
                        .filter(sibling -> sibling.prices() != null)
                        .orElse(this);
    }

    public ModelCard withPrices(PriceTable newPrices) {
        return configured(mode, maxInputTokens, maxOutputTokens, newPrices, ownPrices);
    }

    public ModelCard withMode(String newMode) {
        return configured(newMode, maxInputTokens, maxOutputTokens, prices, ownPrices);
    }

    /** A copy that a configuration has changed. */
    public ModelCard configured(
            @Nullable String newMode,
            long newMaxInput,
            long newMaxOutput,
            @Nullable PriceTable newPrices,
            boolean configuredPrices) {
        return new ModelCard(
                provider,
                model,
                newMode,
                newMaxInput,
                newMaxOutput,
                newPrices,
                configuredPrices,
                capabilities,
                lacking,
                facts,
                retires,
                source,
                siblings);
    }

    ModelCard withSiblings(Function<String, Optional<ModelCard>> others) {
        return new ModelCard(
                provider,
                model,
                mode,
                maxInputTokens,
                maxOutputTokens,
                prices,
                ownPrices,
                capabilities,
                lacking,
                facts,
                retires,
                source,
                others);
    }
}
