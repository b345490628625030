package io.sluice.contracts.admission;

import java.util.Locale;

/**
 * What a grantor keeps one balance for.
 *
 * @param windowStart epoch milliseconds of the budget window; 0 when the budget has no duration, and for the other meters
 */
public record AccountId(Scope scope, Meter meter, long windowStart) {

    @Override
    public String toString() {
        return scope + "|" + meter.name().toLowerCase(Locale.ROOT) + '|' + windowStart;
    }
}
