package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.ServerTools;
import io.sluice.contracts.routing.UnseenInput;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.asked.AskedTerms;
import io.sluice.router.catalog.Bounds;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
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

    /** Counted by us, since the provider did not say. */
    static Bill counted(ModelCard card, TokenUsage usage, Charges charges, RouteRequest request) {
        return new Bill(Certainty.ESTIMATED, usage, cost(card, usage, charges, request));
    }

    /**
     * Of an answer that says no tokens, but units: those alone when the model has a price for them. Images of a model that charges their
     * tokens cost the most that they can; ranks are estimated by their text.
     */
    static Bill ofUnits(ModelCard card, Charges charges, RouteRequest request, Money bound) {
        // what was said is text, which some models charge beside the sound
        TokenUsage usage = request.protocol() == Protocol.OPENAI_SPEECH && charges.isGuessed()
                ? TokenUsage.of(tokens(request.scan().textBytes()), 0)
                : TokenUsage.NONE;
        CostCalculator.Cost cost = cost(card, usage, charges, request);
        if (cost.known()) {
            return new Bill(charges.isGuessed() ? Certainty.ESTIMATED : Certainty.EXACT, usage, cost);
        }
        return request.protocol().makesImages() ? upperBound(bound) : estimated(card, charges, request, 0);
    }

    /** Priced in the terms that the client asked for, at the hour at which the answer ended. */
    private static CostCalculator.Cost cost(ModelCard card, TokenUsage usage, Charges charges, RouteRequest request) {
        Usage all = charges.on(
                Usage.of(besides(usage, charges)), AskedTerms.of(request).at(Instant.now()));
        return CostCalculator.cost(card, request.protocol().makesImages() ? ofImages(all, request) : all);
    }

    /** Tokens of pictures are told apart in the charges, and are among those of the input. */
    private static TokenUsage besides(TokenUsage usage, Charges charges) {
        long pictured = charges.quantity(PriceMeter.INPUT_IMAGE_TOKEN);
        return pictured == 0 ? usage : TokenUsage.of(Math.max(0, usage.input() - pictured), usage.output());
    }

    /** Some models charge pixels; and the tokens that an answer with images says it has are the images'. */
    private static Usage ofImages(Usage usage, RouteRequest request) {
        long tokens = usage.quantity(PriceMeter.OUTPUT_TOKEN);
        return usage.with(PriceMeter.OUTPUT_PIXEL, usage.quantity(PriceMeter.OUTPUT_IMAGE) * AskedTerms.pixels(request))
                .move(PriceMeter.OUTPUT_TOKEN, PriceMeter.OUTPUT_IMAGE_TOKEN, tokens);
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
        return bound(card, request, UnseenInput.of(request.scan(), request.body()));
    }

    /** @param unseen of the request */
    static Money bound(ModelCard card, RouteRequest request, UnseenInput unseen) {
        if (request.protocol() == Protocol.OPENAI_REALTIME) {
            return Money.ZERO; // each response has a bound of its own
        }
        long cap = request.outputCap() >= 0
                ? request.outputCap()
                : request.scan().maxTokens() >= 0
                        ? request.scan().maxTokens()
                        : card.maxOutputTokens() > 0 ? card.maxOutputTokens() : DEFAULT_OUTPUT;
        long output = saturatedProduct(cap, request.scan().choices());
        Bounds bounds = Bounds.of(card);
        return bounds.inputByte()
                .timesCeiling(request.scan().textBytes()
                        + unseen.tokens(card.maxInputTokens())
                        + ModelOffers.FIXED_INPUT_TOKENS)
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
