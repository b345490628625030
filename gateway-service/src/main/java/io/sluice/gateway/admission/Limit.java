package io.sluice.gateway.admission;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.money.BudgetMode;

/**
 * One limit that a call has to fit into.
 *
 * @param amount the limit as configured, in the meter's unit
 * @param ceiling the highest that {@code settled + held} can reach: the printed figure of a bounded budget, else {@code amount}
 * @param openingBalance spent before the ledger began to count
 * @param windowEnd epoch milliseconds at which a budget window ends; {@link Long#MAX_VALUE} when never
 */
public record Limit(
        AccountId account, BudgetMode mode, long amount, long ceiling, long openingBalance, long windowEnd) {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    /** Longer than the longest usual budget window: a budget that is used at all is not forgotten. */
    private static final long LONGEST_LIFE = 35 * 24 * HOUR;

    public boolean strict() {
        return mode == BudgetMode.STRICT;
    }

    public Meter meter() {
        return account.meter();
    }

    /** Where grants end, in the grantor's count. */
    public long grantLimit() {
        return ceiling - openingBalance;
    }

    /** Where admission ends once it is settled, in the grantor's count. */
    public long stopAt() {
        return amount - openingBalance;
    }

    /** How long the grantor keeps the account. */
    public long lifeMillis(long wallMillis) {
        return switch (meter()) {
            case TOKENS, REQUESTS, PARALLEL -> MINUTE;
            case MONEY ->
                windowEnd == Long.MAX_VALUE
                        ? LONGEST_LIFE
                        : Math.clamp(windowEnd - wallMillis + HOUR, HOUR, LONGEST_LIFE);
        };
    }
}
