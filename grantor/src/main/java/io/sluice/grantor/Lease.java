package io.sluice.grantor;

import io.sluice.contracts.admission.GrantCall.Report;

/** What one gateway holds of one account, as it last reported it. Guarded by the grantor. */
final class Lease {

    private static final long DEMAND_MILLIS = 1_000;

    final long incarnation;
    private long sequence = -1;
    private long granted;
    private long closed;
    private long reserved;
    private long counted;
    /** What earlier incarnations left, until this one has looked into the books: those know it, or this one's journal does. */
    private long carry;

    private long floor;
    private long reportedAt;
    private long demandUntil;

    Lease(long incarnation, long carry) {
        this.incarnation = incarnation;
        this.carry = carry;
    }

    Lease copy() {
        Lease copy = new Lease(incarnation, carry);
        copy.sequence = sequence;
        copy.granted = granted;
        copy.closed = closed;
        copy.reserved = reserved;
        copy.counted = counted;
        copy.floor = floor;
        copy.reportedAt = reportedAt;
        copy.demandUntil = demandUntil;
        return copy;
    }

    boolean hasHeard(long ofSequence) {
        return ofSequence <= sequence;
    }

    /** @param ofThisLife whether the totals belong to the account's life */
    void take(Report report, long ofSequence, boolean ofThisLife, long now) {
        sequence = ofSequence;
        reportedAt = now;
        if (ofThisLife) {
            granted = Math.max(granted, report.granted());
            closed = Math.max(closed, report.closed());
            reserved = report.reserved();
            counted = report.counted();
            floor = report.floor();
        }
        if (report.ledger() >= 0) {
            carry = 0;
        }
    }

    void grant(long amount) {
        granted += amount;
    }

    long granted() {
        return granted;
    }

    long outstanding() {
        return Math.max(0, granted - closed);
    }

    /** What of it no call held at the last report. */
    long free() {
        return Math.max(0, outstanding() - reserved);
    }

    long carry() {
        return carry;
    }

    /** What it adds to the ledger's sum. */
    long contribution() {
        return carry + counted;
    }

    /** How much of it the ledger may hold by now, whose sum is {@code base}. */
    long uncertain(long base) {
        return carry + Math.min(counted, Math.max(0, base - floor));
    }

    long reportedAt() {
        return reportedAt;
    }

    void demand(boolean waits, long now) {
        demandUntil = waits ? now + DEMAND_MILLIS : 0;
    }

    boolean demands(long now) {
        return demandUntil > now;
    }

    @Override
    public String toString() {
        return "incarnation " + incarnation + " granted " + granted + " closed " + closed + " reserved " + reserved
                + " counted " + counted + " carry " + carry + " floor " + floor + " reported at " + reportedAt;
    }
}
