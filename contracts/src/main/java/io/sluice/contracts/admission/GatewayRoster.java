package io.sluice.contracts.admission;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The gateways of an installation that may hold slices of budgets, in the books. A gateway is on it from before its first grant until it
 * has stopped with nothing held and nothing unshipped. All times are the books' clock.
 */
public interface GatewayRoster {

    /**
     * Enters a gateway, and takes down until when it told the grantor all that it holds. Fails when the books cannot be asked.
     *
     * @param told by the books' clock; null: it told nothing yet, which leaves what an earlier start told
     * @return the books' clock
     */
    CompletionStage<Instant> told(String gateway, long incarnation, @Nullable Instant told);

    /** The gateway stopped, holds nothing and has nothing that is not in the ledger. */
    CompletionStage<Void> left(String gateway);
}
