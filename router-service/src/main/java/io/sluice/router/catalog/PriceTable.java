package io.sluice.router.catalog;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prices of a model: one row a (meter, unit price, conditions). The most specific row whose conditions hold applies. */
public record PriceTable(List<Row> rows) {

    /**
     * @param serviceTier {@code priority}, {@code flex}, {@code batch}; null: any
     * @param aboveInputTokens applies to the whole call when its input has more tokens than this; 0: always
     */
    public record Row(
            PriceMeter meter,
            UnitPrice price,
            @Nullable String serviceTier,
            long aboveInputTokens,
            @Nullable BigDecimal modifier) {}
}
