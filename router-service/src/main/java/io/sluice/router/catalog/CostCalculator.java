package io.sluice.router.catalog;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.PriceMeter.Side;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.usage.TokenUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From usage to money: a list of lines, each quantity x unit price x surcharge, rounded once. Rules: {@code litellm-behaviour.md} 10.4,
 * as the recorded {@code costs.tsv} shows them. Stateless.
 */
public final class CostCalculator {

    private static final PriceMeter[] METERS = PriceMeter.values();

    /** @param known false when the model has no price for what was used: the total is then not to be trusted and must be marked */
    public record Cost(List<CostLine> lines, Money total, boolean known) {}

    private CostCalculator() {}

    public static Cost cost(ModelCard card, TokenUsage tokens, @Nullable String serviceTier) {
        return cost(card, Usage.of(tokens).with(Terms.tier(serviceTier)));
    }

    public static Cost cost(ModelCard asked, Usage usage) {
        Money said = usage.said();
        if (said != null && !asked.ownPrices()) {
            UnitPrice amount = new UnitPrice(said.toDollars());
            return new Cost(List.of(CostLine.of(PriceMeter.SAID, 1, amount, BigDecimal.ONE)), said, true);
        }
        ModelCard card = asked.forAnswer(usage.answeredBy());
        PriceTable prices = card.prices();
        if (prices == null) {
            return new Cost(List.of(), Money.ZERO, false);
        }
        List<CostLine> lines = new ArrayList<>(4);
        BigDecimal surcharge = prices.surcharge(usage.terms());
        boolean pricedByUnit = false;
        boolean unpricedTokens = false;
        boolean unpricedUnits = false;
        for (PriceMeter meter : METERS) {
            long quantity = billed(prices, usage, meter);
            if (quantity == 0) {
                continue;
            }
            boolean tokens = isOfTokens(meter);
            UnitPrice price = prices.price(meter, usage.terms(), usage.inputTokens());
            if (price == null) {
                unpricedTokens |= tokens && meter.side() != Side.TOOL;
                unpricedUnits |= meter.side() == Side.UNIT;
            } else {
                pricedByUnit |= !tokens;
                if (price.dollars().signum() > 0) {
                    lines.add(CostLine.of(meter, quantity, price, tokens ? surcharge : BigDecimal.ONE));
                }
            }
        }
        Money total = Money.ZERO;
        for (CostLine line : lines) {
            total = total.plus(line.amount());
        }
        boolean pricedByToken = usage.quantity(PriceMeter.INPUT_TOKEN) + usage.quantity(PriceMeter.OUTPUT_TOKEN) > 0;
        boolean known = pricedByUnit || (!unpricedTokens && (pricedByToken || !unpricedUnits));
        return new Cost(lines, total, known);
    }

    /**
     * What counts of a quantity. Some models have two prices for one thing, by the token and by the image, second or character: the
     * tokens count when the answer says them.
     */
    private static long billed(PriceTable prices, Usage usage, PriceMeter meter) {
        long quantity = meter == PriceMeter.REQUEST && prices.has(meter) ? 1 : usage.quantity(meter);
        if (quantity == 0) {
            return 0;
        }
        return switch (meter) {
            case INPUT_CHARACTER, INPUT_MICROSECOND -> hasTokens(prices, usage, Side.INPUT) ? 0 : quantity;
            case OUTPUT_IMAGE, OUTPUT_CHARACTER, OUTPUT_MICROSECOND ->
                hasTokens(prices, usage, Side.OUTPUT) ? 0 : quantity;
            case OUTPUT_PIXEL ->
                hasTokens(prices, usage, Side.OUTPUT) || prices.has(PriceMeter.OUTPUT_IMAGE) ? 0 : quantity;
            case WEB_SEARCH -> prices.searches() == PriceTable.Searches.EACH ? quantity : 1;
            default -> quantity;
        };
    }

    private static boolean hasTokens(PriceTable prices, Usage usage, Side side) {
        for (PriceMeter meter : METERS) {
            if (meter.side() == side && isOfTokens(meter) && usage.quantity(meter) > 0) {
                UnitPrice price = prices.price(meter, usage.terms(), usage.inputTokens());
                if (price != null && price.dollars().signum() > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOfTokens(PriceMeter meter) {
        return switch (meter.side()) {
            case INPUT -> meter != PriceMeter.INPUT_CHARACTER;
            case OUTPUT -> meter != PriceMeter.OUTPUT_CHARACTER;
            case UNIT -> false;
            case TOOL -> meter == PriceMeter.CITATION_TOKEN;
        };
    }
}
