package io.sluice.router.wire.batch;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.PriceTable;
import io.sluice.router.catalog.Terms;
import io.sluice.router.catalog.Usage;
import io.sluice.router.wire.AnswerSink;
import java.util.Map;

/**
 * What the lines of a batch cost, each by itself, since thresholds of prices hold for one request: the price list's batch prices, and where it has none for the
 * model half of the usual ones for tokens ({@code litellm-behaviour.md} 10.4), which is what OpenAI, Azure, Anthropic, Gemini and Mistral charge
 * (docs.mistral.ai/capabilities/batch, ai.google.dev/gemini-api/docs/batch-api, platform.claude.com/docs/en/build-with-claude/batch-processing, seen 2026-11-26). Not thread-safe.
 */
final class BatchBill {

    private static final String TIER = "batch";
    private static final Terms BATCH = Terms.tier(TIER);

    private final ModelCard card;
    private final boolean halves;
    private TokenUsage tokens = TokenUsage.NONE;
    private Money cost = Money.ZERO;
    private boolean priced = true;

    BatchBill(ModelCard card) {
        this.card = card;
        PriceTable prices = card.prices();
        this.halves = prices != null
                && prices.rows().stream()
                        .noneMatch(row -> TIER.equals(row.conditions().tier()));
    }

    void add(TokenUsage counted, Charges charges) {
        tokens = tokens.plus(counted);
        CostCalculator.Cost each = CostCalculator.cost(card, charges.on(Usage.of(counted), BATCH));
        for (CostLine line : each.lines()) {
            cost = cost.plus(halves && isOfTokens(line.meter()) ? half(line.amount()) : line.amount());
        }
        priced &= each.known();
    }

    private static boolean isOfTokens(PriceMeter meter) {
        return meter.side() == PriceMeter.Side.INPUT || meter.side() == PriceMeter.Side.OUTPUT;
    }

    private static Money half(Money amount) {
        return Money.ofNanos(Math.ceilDiv(amount.nanos(), 2));
    }

    void report(AnswerSink sink) {
        sink.usage(tokens);
        if (priced && !cost.equals(Money.ZERO)) {
            sink.charges(new Charges(Map.of(), null, cost));
        }
    }
}
