package io.sluice.router.catalog;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.usage.TokenUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From usage to money: a list of lines, each quantity x unit price, rounded once. Rules: {@code litellm-behaviour.md} 10.4. Stateless.
 */
public final class CostCalculator {

    private static final List<PriceMeter> INPUTS = List.of(
            PriceMeter.INPUT_TOKEN,
            PriceMeter.CACHED_INPUT_TOKEN,
            PriceMeter.CACHE_WRITE_5M_TOKEN,
            PriceMeter.CACHE_WRITE_1H_TOKEN,
            PriceMeter.INPUT_AUDIO_TOKEN,
            PriceMeter.INPUT_IMAGE_TOKEN,
            PriceMeter.INPUT_CHARACTER);

    private static final List<PriceMeter> OUTPUTS = List.of(
            PriceMeter.OUTPUT_TOKEN,
            PriceMeter.REASONING_TOKEN,
            PriceMeter.OUTPUT_AUDIO_TOKEN,
            PriceMeter.OUTPUT_IMAGE_TOKEN,
            PriceMeter.OUTPUT_CHARACTER);

    /** @param known false when the model has no price: the total is then zero and must be marked */
    public record Cost(List<CostLine> lines, Money total, boolean known) {}

    private CostCalculator() {}

    public static Cost cost(ModelCard card, TokenUsage usage, @Nullable String serviceTier) {
        PriceTable prices = card.prices();
        if (prices == null) {
            return new Cost(List.of(), Money.ZERO, false);
        }
        List<CostLine> lines = new ArrayList<>(4);
        long plainInput =
                usage.input() - usage.cachedInput() - usage.cacheWrite5m() - usage.cacheWrite1h() - usage.inputAudio();
        boolean consistent = plainInput >= 0;
        Pricing pricing = new Pricing(prices, serviceTier, usage.input(), lines);
        if (consistent) {
            pricing.add(PriceMeter.INPUT_TOKEN, plainInput, PriceMeter.INPUT_TOKEN);
            pricing.add(PriceMeter.CACHED_INPUT_TOKEN, usage.cachedInput(), PriceMeter.INPUT_TOKEN);
            pricing.add(PriceMeter.CACHE_WRITE_5M_TOKEN, usage.cacheWrite5m(), PriceMeter.INPUT_TOKEN);
            pricing.add(PriceMeter.CACHE_WRITE_1H_TOKEN, usage.cacheWrite1h(), PriceMeter.CACHE_WRITE_5M_TOKEN);
            pricing.add(PriceMeter.INPUT_AUDIO_TOKEN, usage.inputAudio(), PriceMeter.INPUT_TOKEN);
        } else {
            // details that exceed their sum are not to be believed; the sum is
            pricing.add(PriceMeter.INPUT_TOKEN, usage.input(), PriceMeter.INPUT_TOKEN);
        }
        long plainOutput = usage.output() - usage.reasoning() - usage.outputAudio();
        if (plainOutput >= 0) {
            pricing.add(PriceMeter.OUTPUT_TOKEN, plainOutput, PriceMeter.OUTPUT_TOKEN);
            pricing.add(PriceMeter.REASONING_TOKEN, usage.reasoning(), PriceMeter.OUTPUT_TOKEN);
            pricing.add(PriceMeter.OUTPUT_AUDIO_TOKEN, usage.outputAudio(), PriceMeter.OUTPUT_TOKEN);
        } else {
            pricing.add(PriceMeter.OUTPUT_TOKEN, usage.output(), PriceMeter.OUTPUT_TOKEN);
        }
        pricing.add(PriceMeter.REQUEST, 1, PriceMeter.REQUEST);
        Money total = Money.ZERO;
        for (CostLine line : lines) {
            total = total.plus(line.amount());
        }
        return new Cost(lines, total, true);
    }

    private record Pricing(PriceTable prices, @Nullable String tier, long inputTokens, List<CostLine> lines) {

        void add(PriceMeter meter, long quantity, PriceMeter otherwise) {
            if (quantity == 0) {
                return;
            }
            UnitPrice price = prices.price(meter, tier, inputTokens);
            if (price == null) {
                price = prices.price(otherwise, tier, inputTokens);
            }
            if (price == null && otherwise != PriceMeter.INPUT_TOKEN) {
                price = meter == PriceMeter.CACHE_WRITE_1H_TOKEN
                        ? prices.price(PriceMeter.INPUT_TOKEN, tier, inputTokens)
                        : null;
            }
            if (price != null && price.dollars().signum() > 0) {
                lines.add(CostLine.of(meter, quantity, price, BigDecimal.ONE));
            }
        }
    }

    /** Highest price of an input token in any form and under any condition. */
    public static UnitPrice highestInput(ModelCard card) {
        PriceTable prices = card.prices();
        return prices == null ? UnitPrice.FREE : prices.highest(INPUTS);
    }

    /** Highest price of an output token in any form and under any condition. */
    public static UnitPrice highestOutput(ModelCard card) {
        PriceTable prices = card.prices();
        return prices == null ? UnitPrice.FREE : prices.highest(OUTPUTS);
    }

    public static UnitPrice requestPrice(ModelCard card) {
        PriceTable prices = card.prices();
        return prices == null ? UnitPrice.FREE : prices.highest(List.of(PriceMeter.REQUEST));
    }
}
