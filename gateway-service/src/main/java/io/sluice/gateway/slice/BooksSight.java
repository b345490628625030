package io.sluice.gateway.slice;

import io.sluice.contracts.admission.Holder;
import java.util.List;

/**
 * A slice's last look into the books: which part of what this gateway spent has to be counted on top of the ledger's sum, and what the
 * books prove. A look is taken in this order: mark what is spent, read the journal, read the ledger; each cost before the mark is then
 * in the journal's part or in the ledger, or in both. Guarded by the admission's lock.
 */
final class BooksSight {

    private long ledger = -1;
    private long pending;
    private long cut;
    private long floor = -1;

    private String provesOf = "";
    private boolean complete;
    private List<Holder> gone = List.of();
    private List<Holder> lost = List.of();

    private boolean asking;
    private long notBefore = Long.MIN_VALUE;

    /** @param pending what the journal of an earlier slice of the account still holds */
    BooksSight(long pending) {
        this.pending = pending;
    }

    /** What the grantor has to count on top of the ledger. */
    long counted(long spent) {
        return pending + spent - cut;
    }

    /** The sum of the last look; -1 before the first. */
    long ledger() {
        return ledger;
    }

    long floor() {
        return Math.max(0, floor);
    }

    /** The first answer for a slice that never looked: what the ledger held before is not in what it counts, but for the journal's part. */
    void joined(long base) {
        if (floor < 0) {
            floor = Math.max(0, base - pending);
        }
    }

    /** How much of what is counted may be in the grantor's {@code base} too. */
    long uncertain(long spent, long base) {
        return Math.min(counted(spent), Math.max(0, base - floor()));
    }

    boolean isAsking() {
        return asking;
    }

    /** Who counts as lost may come back: that is known for as long as a new look would not be taken. */
    void expire(long now) {
        if (now >= notBefore) {
            lost = List.of();
        }
    }

    boolean mayAsk(long now) {
        return !asking && now >= notBefore;
    }

    void ask() {
        asking = true;
    }

    void failed(long again) {
        asking = false;
        notBefore = again;
    }

    /**
     * @param spent by now: what was spent since the mark may be in the ledger too
     * @param life of the account that {@code complete} and {@code gone} are true of
     * @param areLost leases whose gateways count as lost
     */
    void looked(
            Look look,
            long spent,
            String life,
            boolean isComplete,
            List<Holder> areGone,
            List<Holder> areLost,
            long again) {
        asking = false;
        notBefore = again;
        ledger = look.ledger();
        pending = look.pending();
        cut = look.cut();
        floor = Math.max(0, ledger - counted(spent));
        provesOf = life;
        complete = isComplete;
        gone = areGone;
        lost = areLost;
    }

    /** Mark, journal and ledger of one look. */
    record Look(long ledger, long pending, long cut) {}

    boolean isComplete(String life) {
        return complete && provesOf.equals(life);
    }

    List<Holder> gone(String life) {
        return provesOf.equals(life) ? gone : List.of();
    }

    /** Whether this lease's gateway counts as lost: what it held and counted is taken as spent. */
    boolean isLost(Holder holder) {
        for (Holder known : lost) {
            if (known.gateway().equals(holder.gateway()) && known.reportedAt() == holder.reportedAt()) {
                return true;
            }
        }
        return false;
    }

    /** The grantor has heard it. */
    void told() {
        complete = false;
        gone = List.of();
    }
}
