package io.sluice.contracts.admission;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a gateway to the grantor.
 *
 * @param incarnation rises with each start of the gateway; an older one is not heard
 * @param sequence rises with each call of an incarnation
 * @param acknowledged highest sequence that the grantor answered: a grantor that remembers less lost its memory
 * @param epoch the epoch of the last answer; empty before the first one
 */
public record GrantCall(
        String gateway, long incarnation, long sequence, long acknowledged, String epoch, List<Account> accounts) {

    /**
     * The gateway's side of one account.
     *
     * @param limit highest {@code settled + outstanding} that a grant may reach
     * @param stopAt no grant once {@code settled} has reached this
     * @param windowMillis length of a window that the grantor opens with the first request; 0: the account never starts anew
     * @param epoch the epoch under which the totals below were granted; empty for a new slice
     * @param windowId the grantor's window that the totals belong to
     * @param granted running total
     * @param spent running total
     * @param returned running total; {@code granted - spent - returned} stays with the gateway
     * @param need least amount that helps the first waiting request; 0 when none waits
     * @param want amount that would be welcome
     */
    public record Account(
            AccountId id,
            long limit,
            long stopAt,
            long windowMillis,
            String epoch,
            long windowId,
            long granted,
            long spent,
            long returned,
            long need,
            long want,
            @Nullable BooksPair books) {}

    /**
     * A gateway's view of what was spent, from the books. Taken in this order: {@code cut}, {@code pending}, {@code ledger}; each
     * cost that the gateway settled before the cut is then in {@code pending} or in {@code ledger}, or in both.
     *
     * @param ledger the ledger's sum over all gateways
     * @param pending what this gateway's journal holds that the ledger was not known to hold
     * @param cut running total of spent at that moment
     */
    public record BooksPair(long ledger, long pending, long cut) {}
}
