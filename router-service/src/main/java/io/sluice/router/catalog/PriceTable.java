package io.sluice.router.catalog;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prices of a model: one row a (meter, unit price, conditions). The most specific row whose conditions hold applies. */
public record PriceTable(List<Row> rows) {

    /**
     * @param serviceTier {@code priority}, {@code flex}, {@code batch}; null: any
     * @param aboveInputTokens applies to the whole call when its input has more tokens than this; 0: always
     */
    public record Row(
            PriceMeter meter, UnitPrice price, @Nullable String serviceTier, long aboveInputTokens) {}

    /**
     * The price of a meter for a call, or null when the table has none. A row for the tier beats one for any tier; among these the
     * highest threshold that the call passes wins (LiteLLM: the threshold's price holds for all tokens of the call).
     */
    public @Nullable UnitPrice price(PriceMeter meter, @Nullable String serviceTier, long inputTokens) {
        Row best = null;
        for (Row row : rows) {
            if (row.meter == meter
                    && inputTokens >= row.aboveInputTokens + (row.aboveInputTokens > 0 ? 1 : 0)
                    && (row.serviceTier == null || row.serviceTier.equals(serviceTier))
                    && (best == null || beats(row, best))) {
                best = row;
            }
        }
        return best == null ? null : best.price;
    }

    private static boolean beats(Row row, Row best) {
        boolean tier = row.serviceTier != null;
        boolean bestTier = best.serviceTier != null;
        return tier != bestTier ? tier : row.aboveInputTokens > best.aboveInputTokens;
    }

    /** The highest price of any of these meters under any condition; free when the table names none. */
    public UnitPrice highest(List<PriceMeter> meters) {
        UnitPrice highest = UnitPrice.FREE;
        for (Row row : rows) {
            if (meters.contains(row.meter)) {
                highest = highest.max(row.price);
            }
        }
        return highest;
    }
}
