package io.sluice.gateway.errors;

import io.sluice.contracts.money.Money;
import java.math.BigDecimal;

/** Numbers as Python prints them, which is what LiteLLM's users read and parse: {@code 6.9e-06}, {@code 2.0}, {@code 0.000162}. */
public final class PythonFloat {

    /** Python's {@code repr} turns to an exponent below 1e-4. */
    private static final int SMALLEST_PLAIN_EXPONENT = -4;

    private PythonFloat() {}

    /** Exact: at most nine places. */
    public static String dollars(Money money) {
        if (money.isZero()) {
            return "0.0";
        }
        BigDecimal value = money.toDollars().stripTrailingZeros();
        int exponent = value.precision() - value.scale() - 1;
        if (exponent < SMALLEST_PLAIN_EXPONENT) {
            String mantissa =
                    value.movePointRight(-exponent).stripTrailingZeros().toPlainString();
            return mantissa + "e-0" + -exponent; // nine places: one digit
        }
        String plain = value.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    /** Milliseconds with three places, without a formatter: this is on the hot path. */
    public static String millis(long micros) {
        long part = micros % 1_000;
        return micros / 1_000 + (part < 10 ? ".00" : part < 100 ? ".0" : ".") + part;
    }
}
