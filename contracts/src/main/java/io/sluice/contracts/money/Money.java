package io.sluice.contracts.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of US dollars as a whole number of nano-dollars (1e-9 dollar), exact. Arithmetic throws
 * {@link ArithmeticException} instead of overflowing.
 */
public record Money(long nanos) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);

    private static final int SCALE = 9;

    public static Money ofNanos(long nanos) {
        return nanos == 0 ? ZERO : new Money(nanos);
    }

    /** Rounds half up to the nearest nano-dollar. */
    public static Money ofDollars(BigDecimal dollars) {
        return ofNanos(nanos(dollars, RoundingMode.HALF_UP));
    }

    /** The smallest amount of whole nano-dollars that is not below {@code dollars}: for bounds. */
    public static Money ceilingOfDollars(BigDecimal dollars) {
        return ofNanos(nanos(dollars, RoundingMode.CEILING));
    }

    private static long nanos(BigDecimal dollars, RoundingMode mode) {
        return dollars.movePointRight(SCALE).setScale(0, mode).longValueExact();
    }

    public Money plus(Money other) {
        return ofNanos(Math.addExact(nanos, other.nanos));
    }

    public Money minus(Money other) {
        return ofNanos(Math.subtractExact(nanos, other.nanos));
    }

    public boolean isZero() {
        return nanos == 0;
    }

    public BigDecimal toDollars() {
        return BigDecimal.valueOf(nanos, SCALE);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    /** Dollars without trailing zeros, for example {@code 0.0000069}. */
    @Override
    public String toString() {
        return nanos == 0 ? "0" : toDollars().stripTrailingZeros().toPlainString();
    }
}
