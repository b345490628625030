package io.sluice.contracts.money;

import java.math.BigDecimal;

/**
 * One line of a cost: {@code amount = quantity x unitPrice x modifier}, rounded once, half up.
 *
 * @param modifier a factor such as a batch discount; 1 when there is none
 */
public record CostLine(PriceMeter meter, long quantity, UnitPrice unitPrice, BigDecimal modifier, Money amount) {

    public static CostLine of(PriceMeter meter, long quantity, UnitPrice unitPrice, BigDecimal modifier) {
        Money amount = Money.ofDollars(unitPrice.dollars().multiply(modifier).multiply(BigDecimal.valueOf(quantity)));
        return new CostLine(meter, quantity, unitPrice, modifier, amount);
    }
}
