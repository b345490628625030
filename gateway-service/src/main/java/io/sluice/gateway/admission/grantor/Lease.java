package io.sluice.gateway.admission.grantor;

import io.sluice.contracts.admission.GrantCall;

/** What one gateway holds of one account: running totals as it reported them. Guarded by the grantor. */
final class Lease {

    private static final long DEMAND_MILLIS = 1_000;

    long incarnation;
    long granted;
    long spent;
    long returned;
    /** From the gateway's last view of the books; see {@link GrantCall.BooksPair}. */
    long pending;

    long cut;
    long expiresAt;
    long reportedAt;
    private long need;
    private long needUntil;

    Lease(long incarnation) {
        this.incarnation = incarnation;
    }

    long outstanding() {
        return Math.max(0, granted - spent - returned);
    }

    /** What this gateway adds to {@code settled} on top of the ledger's sum. */
    long contribution() {
        return pending + spent - cut;
    }

    void demand(long amount, long now) {
        need = amount;
        needUntil = now + DEMAND_MILLIS;
    }

    boolean demands(long now) {
        return need > 0 && needUntil > now;
    }

    void take(GrantCall.Account call) {
        granted = Math.max(granted, call.granted());
        spent = Math.max(spent, call.spent());
        returned = Math.max(returned, call.returned());
    }
}
