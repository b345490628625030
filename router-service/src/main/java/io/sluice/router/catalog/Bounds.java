package io.sluice.router.catalog;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The most that a model charges, in what is known before a call: bytes of input, outputs, the call itself. For a call of {@code b} bytes (and tokens that the
 * provider adds) and {@code o} outputs the cost never exceeds {@code b x inputByte + o x output + call}, and with the provider's own tools
 * {@code + tools}, whatever tier, threshold, quality or surcharge applies.
 *
 * <p>Highest prices are taken over all conditions of the table, as a tier may be set in the provider's account where nobody here sees it.
 *
 * @param inputByte of a byte of the request, which is at most one token or character
 * @param output of an output token; of a whole image for models that make images
 * @param call fixed part
 * @param tools for {@link #MOST_TOOL_USES} uses of the dearest tool
 */
public record Bounds(UnitPrice inputByte, UnitPrice output, UnitPrice call, UnitPrice tools) {

    private static final Bounds FREE = new Bounds(UnitPrice.FREE, UnitPrice.FREE, UnitPrice.FREE, UnitPrice.FREE);

    /** Searches, code sessions and the like in one call. Models rarely pass five; providers name no limit of their own. */
    public static final int MOST_TOOL_USES = 10;

    /**
     * How many units of a meter one byte of the request can become. Audio: at least 500 bytes a second (the lowest rate of Opus is 6 kbit/s, 750
     * bytes). An image takes at least 16 bytes to name. A unit of reranking is 100 documents, each of at least 3 bytes, or 500 tokens of a long one.
     */
    private static final Map<PriceMeter, BigDecimal> BY_BYTE = Map.of(
            PriceMeter.INPUT_MICROSECOND, BigDecimal.valueOf(2_000),
            PriceMeter.INPUT_VIDEO_MICROSECOND, BigDecimal.valueOf(2_000),
            PriceMeter.INPUT_IMAGE, new BigDecimal("0.0625"),
            PriceMeter.TEXT_MESSAGE, new BigDecimal("0.0625"),
            PriceMeter.SEARCH_QUERY, new BigDecimal("0.004"));

    /** Of one image: 4096 x 4096. */
    public static final long MOST_PIXELS = 4_096L * 4_096;

    /** How many units of a meter one output can be: an image of 4096 x 4096; a minute of sound or film. */
    private static final Map<PriceMeter, BigDecimal> BY_OUTPUT = Map.of(
            PriceMeter.OUTPUT_IMAGE, BigDecimal.ONE,
            PriceMeter.OUTPUT_PIXEL, BigDecimal.valueOf(MOST_PIXELS),
            PriceMeter.OUTPUT_MICROSECOND, BigDecimal.valueOf(60_000_000));

    /**
     * How many units of a meter one call can take beside those. A document may be named by its address: Mistral reads at most 1,000 pages
     * (docs.mistral.ai/capabilities/document_ai/basic_ocr, seen 2026-11-24). A machine computes for ten minutes at most, the usual time limit.
     */
    private static final Map<PriceMeter, BigDecimal> BY_CALL = Map.of(
            PriceMeter.REQUEST, BigDecimal.ONE,
            PriceMeter.SEARCH_QUERY, BigDecimal.ONE,
            PriceMeter.PAGE, BigDecimal.valueOf(1_000),
            PriceMeter.ANNOTATED_PAGE, BigDecimal.valueOf(1_000),
            PriceMeter.CREDIT, BigDecimal.valueOf(1_000),
            PriceMeter.COMPUTE_MICROSECOND, BigDecimal.valueOf(600_000_000));

    /** Tokens that one image can be where images are billed by the token and the model says no limit. */
    private static final long IMAGE_TOKENS = 20_000;

    /** Tokens of a minute of sound at most: gpt-4o-mini-tts has 21 a second, Gemini 25 (ai.google.dev/gemini-api/docs/tokens, seen 2026-11-26). */
    private static final long MINUTE_TOKENS = 1_800;

    /** A line whose price is no whole number of nano-dollars is rounded by itself, up to half a nano-dollar too high. */
    private static final BigDecimal ROUNDING = BigDecimal.ONE.movePointLeft(9);

    public static Bounds of(ModelCard card) {
        PriceTable prices = card.prices();
        if (prices == null) {
            return FREE;
        }
        Bounds bounds = prices.bounds();
        if (card.makesImages()) {
            return bounds.ofImages(prices, card);
        }
        return card.speaks() ? bounds.ofSpeech(prices) : card.hears() ? bounds.ofTranscripts(prices) : bounds;
    }

    /** An output is a minute of sound then, with as many tokens as it can have. */
    private Bounds ofSpeech(PriceTable prices) {
        BigDecimal more =
                outputToken(prices).multiply(prices.highestSurcharge()).multiply(BigDecimal.valueOf(MINUTE_TOKENS - 1));
        return new Bounds(inputByte, price(output.dollars().add(more)), call, tools);
    }

    /** A price of time that goes out is one of the time that came in, when there is no other. */
    private Bounds ofTranscripts(PriceTable prices) {
        BigDecimal micro = prices.highest(PriceMeter.OUTPUT_MICROSECOND).dollars();
        BigDecimal byTime = micro.multiply(BY_OUTPUT.getOrDefault(PriceMeter.OUTPUT_MICROSECOND, BigDecimal.ZERO));
        BigDecimal byByte =
                prices.highest(PriceMeter.INPUT_MICROSECOND).dollars().signum() > 0
                        ? BigDecimal.ZERO
                        : micro.multiply(BY_BYTE.getOrDefault(PriceMeter.INPUT_MICROSECOND, BigDecimal.ZERO));
        return new Bounds(
                price(inputByte.dollars().add(byByte)), price(output.dollars().subtract(byTime)), call, tools);
    }

    /** An output is a whole image then, with as many tokens as the model can give to one. */
    private Bounds ofImages(PriceTable prices, ModelCard card) {
        BigDecimal token = outputToken(prices);
        long tokens = card.maxOutputTokens() > 0 ? card.maxOutputTokens() : IMAGE_TOKENS;
        BigDecimal more = token.multiply(prices.highestSurcharge()).multiply(BigDecimal.valueOf(tokens - 1));
        return new Bounds(inputByte, price(output.dollars().add(more)), call, tools);
    }

    private static BigDecimal outputToken(PriceTable prices) {
        BigDecimal token = BigDecimal.ZERO;
        for (PriceMeter meter : PriceMeter.values()) {
            token = meter.side() == PriceMeter.Side.OUTPUT
                    ? token.max(prices.highest(meter).dollars())
                    : token;
        }
        return token;
    }

    static Bounds of(PriceTable prices) {
        BigDecimal byByte = BigDecimal.ZERO;
        BigDecimal byOutput = BigDecimal.ZERO;
        BigDecimal byCall = BigDecimal.ZERO;
        BigDecimal tool = BigDecimal.ZERO;
        BigDecimal tokens = BigDecimal.ZERO;
        BigDecimal outputTokens = BigDecimal.ZERO;
        BigDecimal rounding = BigDecimal.ZERO;
        for (PriceMeter meter : PriceMeter.values()) {
            rounding = prices.isWholeNanos(meter) ? rounding : rounding.add(ROUNDING);
            BigDecimal highest = prices.highest(meter).dollars();
            // pixels count only where a whole image has no price: CostCalculator
            boolean counts = meter != PriceMeter.OUTPUT_PIXEL || !prices.has(PriceMeter.OUTPUT_IMAGE);
            if (highest.signum() == 0 || !counts) {
                continue;
            }
            byByte = byByte.add(highest.multiply(BY_BYTE.getOrDefault(meter, BigDecimal.ZERO)));
            byOutput = byOutput.add(highest.multiply(BY_OUTPUT.getOrDefault(meter, BigDecimal.ZERO)));
            byCall = byCall.add(highest.multiply(BY_CALL.getOrDefault(meter, BigDecimal.ZERO)));
            switch (meter.side()) {
                case INPUT -> tokens = tokens.max(highest);
                case OUTPUT -> outputTokens = outputTokens.max(highest);
                case TOOL -> tool = tool.max(highest);
                case UNIT -> {}
            }
        }
        BigDecimal surcharge = prices.highestSurcharge();
        BigDecimal outputs = outputTokens.multiply(surcharge);
        if (prices.searches() == PriceTable.Searches.ALWAYS) {
            byCall = byCall.add(prices.highest(PriceMeter.WEB_SEARCH).dollars());
        }
        return new Bounds(
                price(byByte.add(tokens.multiply(surcharge))),
                price(byOutput.add(outputs)),
                price(byCall.add(rounding)),
                price(tool.multiply(BigDecimal.valueOf(MOST_TOOL_USES))));
    }

    private static UnitPrice price(BigDecimal dollars) {
        return new UnitPrice(dollars.stripTrailingZeros());
    }
}
