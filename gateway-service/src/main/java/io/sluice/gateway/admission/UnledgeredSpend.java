package io.sluice.gateway.admission;

import io.sluice.contracts.admission.Scope;

/** What this gateway's usage journal holds that the ledger is not known to hold. */
@FunctionalInterface
public interface UnledgeredSpend {

    /**
     * @param windowStart epoch milliseconds of the budget window
     * @return nano-dollars charged to that scope and window
     */
    long of(Scope scope, long windowStart);
}
