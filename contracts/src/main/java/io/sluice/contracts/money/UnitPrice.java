package io.sluice.contracts.money;

import java.math.BigDecimal;

/** The exact price of one unit (a token, an image, a second) in dollars. Not negative. */
public record UnitPrice(BigDecimal dollars) {

    public static final UnitPrice FREE = new UnitPrice(BigDecimal.ZERO);

    public UnitPrice {
        if (dollars.signum() < 0) {
            throw new IllegalArgumentException("a unit price is not negative: " + dollars);
        }
    }

    public static UnitPrice of(String dollars) {
        return new UnitPrice(new BigDecimal(dollars));
    }

    /** {@code quantity x price}, rounded once, half up. */
    public Money times(long quantity) {
        return Money.ofDollars(dollars.multiply(BigDecimal.valueOf(quantity)));
    }

    /** {@code quantity x price}, rounded up: an upper bound. */
    public Money timesCeiling(long quantity) {
        return Money.ceilingOfDollars(dollars.multiply(BigDecimal.valueOf(quantity)));
    }

    public UnitPrice max(UnitPrice other) {
        return dollars.compareTo(other.dollars) >= 0 ? this : other;
    }
}
