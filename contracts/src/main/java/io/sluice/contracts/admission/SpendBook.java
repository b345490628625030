package io.sluice.contracts.admission;

import io.sluice.contracts.money.Money;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The ledger's sums, from which a grantor that lost its memory is rebuilt. */
public interface SpendBook {

    /**
     * What the ledger holds as spent by a scope in the budget window that starts at {@code windowStart}
     * ({@link Instant#EPOCH} for a budget without a duration). Fails when the books cannot be asked.
     */
    CompletionStage<Money> settled(Scope scope, Instant windowStart);
}
