package io.sluice.contracts.admission;

import io.sluice.contracts.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the books know of a budget, from which a grantor that lost its memory is rebuilt. */
public interface SpendBook {

    /**
     * One consistent look into the books.
     *
     * @param spent the ledger's sum
     * @param first nobody ever looked at this budget window before: nothing can have been spent of it
     * @param others the gateways of {@link GatewayRoster} but the one that asks; empty when {@code first}
     */
    record Look(Money spent, boolean first, List<Member> others) {}

    /**
     * A gateway that may hold slices.
     *
     * @param incarnation of its newest start that has told everything
     * @param silentMillis time since the moment up to which it had told the grantor everything that it holds
     */
    record Member(String gateway, long incarnation, long silentMillis) {}

    /**
     * Looks at a budget. Fails when the books cannot be asked.
     *
     * @param windowStart {@link Instant#EPOCH} for a budget without a duration
     * @param gateway who asks
     */
    CompletionStage<Look> look(Scope scope, Instant windowStart, String gateway);
}
