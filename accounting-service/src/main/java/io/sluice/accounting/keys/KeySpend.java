package io.sluice.accounting.keys;

import io.sluice.contracts.money.Money;
import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * What a key has spent.
 *
 * @param current in the budget window of now
 * @param total in all windows
 */
record KeySpend(Money current, Money total) {

    static KeySpend atStart(Row row) {
        return new KeySpend(KeyRow.spendAtStart(row, Instant.now()), Money.ofNanos(row.getLong("spend_at_start")));
    }

    KeySpend plus(Money settled, Money settledInAll) {
        return new KeySpend(current.plus(settled), total.plus(settledInAll));
    }
}
