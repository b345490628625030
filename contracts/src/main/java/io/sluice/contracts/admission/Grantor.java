package io.sluice.contracts.admission;

import java.util.concurrent.CompletionStage;

/**
 * Owns the balance of every account and hands gateways slices of it. At all times, for the limit that a grant was made under:
 * {@code settled + outstanding slices <= limit}. The protocol and why it is right: {@code docs/admission.md}.
 */
public interface Grantor {

    /**
     * Reports, gives back and asks, for any number of accounts. Completed in any case, exceptionally when no part of the grantor
     * was reached, and soon: {@link GrantTerms#ANSWER_MILLIS} after the call at the latest. An answer that comes later is not passed on.
     */
    CompletionStage<GrantReply> exchange(GrantCall call);
}
