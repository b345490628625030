package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.ServerTools;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Bounds;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Terms;
import io.sluice.router.catalog.Usage;
import java.time.Instant;
import java.util.List;

/** What an attempt cost, and how well that is known. */
record Bill(Certainty certainty, TokenUsage usage, CostCalculator.Cost cost) {

    /** A token is about four bytes of text; for estimates only, never for bounds. */
    private static final int BYTES_PER_TOKEN = 4;

    /** Output bound of a model whose limit is unknown and that nobody capped: what providers default to at most. */
    private static final long DEFAULT_OUTPUT = 4_096;

    /** @param charges that the provider named beside the tokens */
    static Bill exact(ModelCard card, TokenUsage usage, Charges charges, RouteRequest request) {
        return new Bill(Certainty.EXACT, usage, cost(card, usage, charges, request));
    }

    /** Counted from what was sent and seen; at least one token each way, since missing usage is never zero. */
    static Bill estimated(ModelCard card, Charges charges, RouteRequest request, long outputBytes) {
        TokenUsage usage =
                TokenUsage.of(tokens(request.scan().textBytes()), outputBytes == 0 ? 0 : tokens(outputBytes));
        return new Bill(Certainty.ESTIMATED, usage, cost(card, usage, charges, request));
    }

    /** Priced in the service tier that the client asked for, at the hour at which the answer ended. */
    private static CostCalculator.Cost cost(ModelCard card, TokenUsage usage, Charges charges, RouteRequest request) {
        Terms terms = Terms.tier(AskedTier.of(request)).at(Instant.now());
        return CostCalculator.cost(card, charges.on(Usage.of(usage), terms));
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
        Bounds bounds = Bounds.of(card);
        return bounds.inputByte()
                .timesCeiling(request.scan().textBytes() + ModelOffers.FIXED_INPUT_TOKENS)
                .plus(bounds.output().timesCeiling(output))
                .plus(bounds.call().timesCeiling(1))
                .plus(
                        !bounds.tools().equals(UnitPrice.FREE) && ServerTools.asked(request.scan(), request.body())
                                ? bounds.tools().timesCeiling(1)
                                : Money.ZERO);
    }

    private static long saturatedProduct(long a, long b) {
        long product = a * b;
        return Math.multiplyHigh(a, b) == 0 && product >= 0 ? Math.min(product, 1_000_000_000L) : 1_000_000_000L;
    }
}
