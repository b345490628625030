package io.sluice.contracts.admission;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Owns the balance of every account and hands gateways slices of it. At all times, for the limit that a grant was made under:
 * {@code settled + outstanding slices <= limit}.
 *
 * <p>The protocol is made of states, not of changes: a gateway reports running totals (granted, spent, returned) of its lease, and
 * is answered with the running total granted. A lost, late or repeated message therefore does no harm; a call whose sequence
 * number is not above the last one of that gateway changes nothing and is answered with the state.
 */
public interface Grantor {

    /** Reports, gives back and asks, for any number of accounts. Fails when the grantor cannot be reached. */
    CompletionStage<GrantReply> exchange(GrantCall call);

    /** Accounts in which this gateway has an outstanding slice, perhaps from before it was started again. */
    CompletionStage<List<AccountId>> held(String gateway);
}
