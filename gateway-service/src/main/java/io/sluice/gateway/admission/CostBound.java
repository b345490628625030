package io.sluice.gateway.admission;

import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.ModelOffer;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Upper bounds of a model's calls in whole numbers, prepared once an offer. Prices are kept in femto-dollars (1e-15) a token, rounded up, so
 * that a bound is never below the exact cost; products that do not fit saturate at {@link Long#MAX_VALUE}.
 */
public final class CostBound {

    /** Cap for a model whose maximum is unknown: what today's chat models answer with at most by default. */
    private static final long DEFAULT_OUTPUT_TOKENS = 4_096;

    private static final int FEMTO = 15;
    private static final long FEMTO_PER_NANO = 1_000_000;

    private final ModelOffer offer;
    private final long inputFemto;
    private final long outputFemto;
    private final long requestNanos;
    private final boolean generates;

    public CostBound(ModelOffer offer) {
        this.offer = offer;
        inputFemto = femto(offer.inputPrice());
        outputFemto = times(femto(offer.outputPrice()), Math.max(1, offer.outputMultiplier()));
        requestNanos = offer.requestPrice().timesCeiling(1).nanos();
        String mode = offer.mode();
        generates = mode == null || mode.equals("chat") || mode.equals("completion") || mode.equals("responses");
    }

    private static long femto(UnitPrice price) {
        BigInteger femto = price.dollars()
                .movePointRight(FEMTO)
                .setScale(0, RoundingMode.CEILING)
                .toBigIntegerExact();
        return femto.bitLength() > 62 ? Long.MAX_VALUE : femto.longValue();
    }

    /** Whether it was prepared for this very offer. */
    @SuppressWarnings("ReferenceEquality") // a reloaded table brings new offers, however alike
    public boolean isOf(ModelOffer other) {
        return offer == other;
    }

    /** Whether an output cap means anything to this model. */
    public boolean generates() {
        return generates;
    }

    public boolean outputCosts() {
        return outputFemto > 0;
    }

    /** Output tokens that one token of cap can become over all choices. */
    public long outputsOf(int choices) {
        return times(choices, Math.max(1, offer.outputMultiplier()));
    }

    public long desiredCap() {
        return offer.maxOutputTokens() > 0 ? offer.maxOutputTokens() : DEFAULT_OUTPUT_TOKENS;
    }

    public long inputTokens(long bytes) {
        return plus(times(bytes, Math.max(1, offer.tokensPerByte())), offer.fixedInputTokens());
    }

    /** Nano-dollars of everything but the output. */
    public long fixedNanos(long bytes) {
        return plus(nanos(times(inputTokens(bytes), inputFemto)), requestNanos);
    }

    /** Nano-dollars of {@code cap} output tokens in each of {@code choices} answers. */
    public long outputNanos(long cap, int choices) {
        return nanos(times(times(cap, choices), outputFemto));
    }

    /** Most tokens a choice that {@code nanos} pay for. */
    public long affordableCap(long nanos, int choices) {
        long perToken = times(outputFemto, choices);
        return nanos <= 0 ? 0 : perToken == 0 ? Long.MAX_VALUE : times(nanos, FEMTO_PER_NANO) / perToken;
    }

    private static long nanos(long femto) {
        return femto == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : femto / FEMTO_PER_NANO + (femto % FEMTO_PER_NANO == 0 ? 0 : 1);
    }

    public static long times(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        return high != 0 || low < 0 ? Long.MAX_VALUE : low;
    }

    public static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
