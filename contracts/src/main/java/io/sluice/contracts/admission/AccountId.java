package io.sluice.contracts.admission;

import java.util.Locale;

/**
 * What a grantor keeps one balance for.
 *
 * @param windowStart epoch milliseconds of the budget window; 0 when the budget has no duration, and for meters whose window the
 *     grantor opens by its own clock (requests and tokens a minute)
 */
public record AccountId(Scope scope, Meter meter, long windowStart) {

    /** Reads what {@link #toString} wrote. */
    public static AccountId parse(String text) {
        int last = text.lastIndexOf('|');
        int first = text.lastIndexOf('|', last - 1);
        return new AccountId(
                Scope.parse(text.substring(0, first)),
                Meter.valueOf(text.substring(first + 1, last).toUpperCase(Locale.ROOT)),
                Long.parseLong(text.substring(last + 1)));
    }

    @Override
    public String toString() {
        return scope + "|" + meter.name().toLowerCase(Locale.ROOT) + '|' + windowStart;
    }
}
