package io.sluice.contracts.admission;

import java.util.List;

/**
 * One message of a gateway to the grantor: how its slices stand, and what it asks for. A message is made of states, not of changes, so
 * that lost, late and repeated ones do no harm.
 *
 * @param gateway the same name over all restarts
 * @param sequence rises with each message of one start of the gateway
 */
public record GrantCall(String gateway, long sequence, List<Report> reports) {

    /**
     * How one slice stands. The totals run since the slice was made; a slice that is made anew (after a restart, or after it was at rest
     * for long) has a higher incarnation.
     *
     * @param incarnation rises with each new slice of an account; a report of an older one is not heard
     * @param life the account's life that the gateway knows, empty when it knows none; see {@link GrantReply.Standing#life}
     * @param limit highest {@code settled + outstanding} that a grant may reach
     * @param stopAt no grant once {@code settled} has reached this
     * @param lifeMillis how long the account is kept: from its first request for requests and tokens, else from its last report
     * @param granted running total, as far as the gateway knows
     * @param closed running total of what was spent or given back; {@code granted - closed} stays with the gateway
     * @param reserved part of what stays that calls in flight hold
     * @param counted what the gateway spent, by its journal and its own count, beyond the ledger as it was last seen
     * @param ledger the ledger's sum when the gateway last looked; -1 when it never did. Each cost that the gateway settled is in that
     *     sum or in {@code counted}, or in both
     * @param floor nothing in {@code counted} was in the ledger when its sum was this
     * @param complete the books show that nobody holds anything of this account that the grantor was not told in this life
     * @param gone leases that the books show to be over: nothing is held, and all that was spent is in the ledger. One that has reported
     *     since is not
     * @param need least amount that helps the first waiting call; 0 when none waits
     * @param want amount that would be welcome
     */
    public record Report(
            AccountId account,
            long incarnation,
            String life,
            long limit,
            long stopAt,
            long lifeMillis,
            long granted,
            long closed,
            long reserved,
            long counted,
            long ledger,
            long floor,
            boolean complete,
            List<Holder> gone,
            long need,
            long want) {

        /** Nothing is asked for, and nothing held that the next life of the account would have to know: none is made for this. */
        public boolean isIdle() {
            boolean holds = !account.meter().isRate() && (granted > closed || counted > 0);
            return need == 0 && want == 0 && !holds;
        }
    }
}
