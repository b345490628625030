package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import java.util.List;

/** What an attempt cost, and how well that is known. */
record Bill(Certainty certainty, TokenUsage usage, CostCalculator.Cost cost) {

    /** A token is about four bytes of text; for estimates only, never for bounds. */
    private static final int BYTES_PER_TOKEN = 4;

    /** Output bound of a model whose limit is unknown and that nobody capped: what providers default to at most. */
    private static final long DEFAULT_OUTPUT = 4_096;

    static Bill exact(ModelCard card, TokenUsage usage) {
        return new Bill(Certainty.EXACT, usage, CostCalculator.cost(card, usage, null));
    }

    /** Counted from what was sent and seen; at least one token each way, since missing usage is never zero. */
    static Bill estimated(ModelCard card, RouteRequest request, long outputBytes) {
        TokenUsage usage =
                TokenUsage.of(tokens(request.scan().textBytes()), outputBytes == 0 ? 0 : tokens(outputBytes));
        return new Bill(Certainty.ESTIMATED, usage, CostCalculator.cost(card, usage, null));
    }

    static Bill none() {
        return new Bill(Certainty.NONE, TokenUsage.NONE, new CostCalculator.Cost(List.of(), Money.ZERO, true));
    }

    static Bill upperBound(Money bound) {
        return new Bill(Certainty.UPPER_BOUND, TokenUsage.NONE, new CostCalculator.Cost(List.of(), bound, true));
    }

    private static long tokens(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, BYTES_PER_TOKEN));
    }

    /** The most that one attempt of this call can cost at this model. */
    static Money bound(ModelCard card, RouteRequest request) {
        long cap = request.outputCap() >= 0
                ? request.outputCap()
                : request.scan().maxTokens() >= 0
                        ? request.scan().maxTokens()
                        : card.maxOutputTokens() > 0 ? card.maxOutputTokens() : DEFAULT_OUTPUT;
        long output = saturatedProduct(cap, request.scan().choices());
        return CostCalculator.highestInput(card)
                .timesCeiling(request.scan().textBytes() + ModelOffers.FIXED_INPUT_TOKENS)
                .plus(CostCalculator.highestOutput(card).timesCeiling(output))
                .plus(CostCalculator.requestPrice(card).timesCeiling(1));
    }

    private static long saturatedProduct(long a, long b) {
        long product = a * b;
        return Math.multiplyHigh(a, b) == 0 && product >= 0 ? Math.min(product, 1_000_000_000L) : 1_000_000_000L;
    }
}
