package io.sluice.gateway.slice;

import io.sluice.contracts.admission.Scope;
import java.util.List;

/** What this gateway's usage journal holds that the ledger is not known to hold. Called under the admission's lock: must not block. */
public interface UnledgeredSpend {

    /** A budget window that something was charged to. */
    record Charged(Scope scope, long windowStart) {}

    /**
     * @param windowStart epoch milliseconds of the budget window
     * @return nano-dollars charged to that scope and window
     */
    long of(Scope scope, long windowStart);

    /** The budget windows for which {@link #of} is not zero; asked once, at the start. */
    List<Charged> charged();
}
