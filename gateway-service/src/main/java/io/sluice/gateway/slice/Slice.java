package io.sluice.gateway.slice;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.Meter;
import io.sluice.gateway.admission.CostBound;
import io.sluice.gateway.admission.Limit;
import io.sluice.grantor.Holding;
import java.util.ArrayDeque;

/**
 * What this gateway was granted of one account, as running totals. {@code spent + reserved + returned <= granted} at all times, but
 * for a cost that exceeded its bound, which is recorded as it was. Guarded by the admission's lock.
 */
final class Slice {

    private static final int WAITING_SUMMED = 256;

    final AccountId account;
    final long incarnation;
    final BooksSight books;
    final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final Appetite appetite = new Appetite();
    private Limit limit;
    private boolean lowered;

    private final Holding holding = new Holding();
    private long spent;
    private long reserved;
    /** Rises when the totals start anew with a new minute; reservations of an older one no longer count. */
    private long generation;

    private long standingSince;
    private long lifeKnownAt;
    private long spentTold;
    private long closedTold;
    private long countedTold;
    /** When the last message was sent that was answered; {@link Long#MIN_VALUE} before. */
    private long toldAt = Long.MIN_VALUE;

    private long lastUsed;

    boolean queued;
    boolean active;

    Slice(Limit limit, long incarnation, long unledgered, long now) {
        this.account = limit.account();
        this.limit = limit;
        this.incarnation = incarnation;
        this.books = new BooksSight(unledgered);
        this.lastUsed = now;
    }

    Limit limit() {
        return limit;
    }

    /** A lower limit takes back what was granted under the higher one. */
    void limit(Limit current) {
        lowered |= current.grantLimit() < limit.grantLimit();
        limit = current;
    }

    // ---- what there is

    long free() {
        return holding.free(spent + reserved);
    }

    long reserved() {
        return reserved;
    }

    long outstanding() {
        return Math.max(0, holding.free(spent));
    }

    /** Known to be spent, at all gateways; never less than it is. */
    long settled() {
        return standing().settled() + spent - spentTold;
    }

    /** Known to be spent for certain. */
    long settledAtLeast() {
        return Math.max(0, settled() - standing().uncertain());
    }

    /** Held by calls in flight here, and by slices of other gateways. */
    long held() {
        return standing().others() + reserved;
    }

    boolean isOpen() {
        return toldAt != Long.MIN_VALUE;
    }

    long usableUntil() {
        return holding.usableUntil();
    }

    private boolean isUsable(long now) {
        return now < holding.usableUntil() && !isOverdrawn();
    }

    /**
     * More is given out than the limit allows: it was lowered, or the grantor forgot who held slots of parallel calls and gave them to
     * others. Money that is given out twice is not: in doubt the grantor gives nothing.
     */
    private boolean isOverdrawn() {
        return lowered || (limit.meter() == Meter.PARALLEL && standing().remaining() < 0);
    }

    /** Others wait for what is free here. */
    boolean mustGiveBack() {
        return free() > 0 && (standing().recall() || isOverdrawn());
    }

    boolean fits(long amount, long now) {
        return free() >= amount && isUsable(now) && !isStopped();
    }

    /** A bounded budget whose limit is reached lets nothing in, whatever its allowance has left. */
    boolean isStopped() {
        return !limit.strict() && settledAtLeast() >= limit.stopAt();
    }

    /** What a call could still have of it; as long as that is not known, what it could have at best. */
    long available() {
        return isOpen() && !standing().doubt()
                ? CostBound.plus(
                        Math.max(0, free()) + onItsWayBack(),
                        Math.max(0, standing().remaining()))
                : Math.max(0, limit.grantLimit() - settledAtLeast());
    }

    /** Given back, but the standing that we know was given before. */
    private long onItsWayBack() {
        return holding.returned() - (closedTold - spentTold);
    }

    /** What the limit still leaves, for people who pace themselves by it. */
    long left() {
        return Math.max(0, limit.amount() - limit.openingBalance() - settled() - held());
    }

    long reserve(long amount, long now) {
        reserved += amount;
        lastUsed = now;
        return generation;
    }

    /** Replaces a reservation by what was used; nothing when it belongs to a minute that is over. */
    void settle(long ofGeneration, long amount, long used) {
        if (ofGeneration == generation) {
            reserved -= amount;
            spent += used;
        }
    }

    void wanted(long now) {
        lastUsed = now;
    }

    boolean runsLow() {
        return isOpen()
                && appetite.isLow(free())
                && standing().remaining() > 0
                && !standing().recall();
    }

    // ---- what to tell

    boolean hasNews() {
        return spent + holding.returned() != closedTold || outstanding() > 0 || counted() != countedTold;
    }

    private long counted() {
        return switch (limit.meter()) {
            case MONEY -> books.counted(spent);
            case TOKENS, REQUESTS -> spent;
            case PARALLEL -> 0;
        };
    }

    /** What this gateway may have counted twice, and a look into the books would settle. */
    long uncertain() {
        return limit.meter() == Meter.MONEY
                ? standing().carry() + books.uncertain(spent, standing().base())
                : 0;
    }

    long toldAt() {
        return toldAt;
    }

    long lastSent() {
        return holding.lastSent();
    }

    long lastUsed() {
        return lastUsed;
    }

    /** @param mayAsk whether the books know this gateway */
    Report report(long now, long wall, AdmissionSettings settings, boolean closing, boolean known) {
        boolean mayAsk = known || limit.meter() != Meter.MONEY;
        Waiter first = waiters.peekFirst();
        boolean idle = closing || now - lastUsed >= settings.idle();
        if (mustGiveBack() || (free() > 0 && idle && first == null)) {
            holding.giveBack(free());
            appetite.gaveBack();
        }
        long free = Math.max(0, free());
        long need = 0;
        long want = 0;
        if (first != null && mayAsk) {
            need = Math.max(0, first.amount - free);
            want = Math.max(need, appetite.forWaiting(waiting(), first.amount) - free);
        } else if (runsLow() && !idle && mayAsk) {
            want = Math.max(0, appetite.whenLow(limit.amount()) - free);
        }
        holding.sent(now);
        return new Report(
                account,
                incarnation,
                standing().life(),
                limit.grantLimit(),
                limit.stopAt(),
                limit.lifeMillis(wall),
                holding.granted(),
                spent + holding.returned(),
                reserved,
                counted(),
                books.ledger(),
                books.floor(),
                books.isComplete(standing().life()),
                books.gone(standing().life()),
                need,
                want);
    }

    private long waiting() {
        long sum = 0;
        int count = 0;
        for (Waiter waiter : waiters) {
            sum = CostBound.plus(sum, waiter.amount);
            if (++count == WAITING_SUMMED) {
                break;
            }
        }
        return sum;
    }

    // ---- what was answered

    /**
     * Takes in an answer.
     *
     * @param spentThen {@code spent} when the report was made
     * @return whether the grantor forgot what it knew of this slice
     */
    boolean apply(Report report, Standing answer, long spentThen, long sentAt, long now) {
        boolean otherLife = !answer.life().equals(standing().life());
        boolean forgot = otherLife
                && isOpen()
                && !standing().life().isEmpty()
                && !limit.meter().isRate();
        spentTold = spentThen;
        closedTold = report.closed();
        countedTold = report.counted();
        if (otherLife) {
            lifeKnownAt = now;
            if (limit.meter().isRate()) {
                startAnew();
            }
        }
        if (!isOpen()) {
            books.joined(answer.base());
        }
        if (report.complete() || !report.gone().isEmpty()) {
            books.told();
        }
        books.expire(now);
        holding.answered(answer, sentAt);
        standingSince = now;
        toldAt = sentAt;
        lowered &= limit.grantLimit() < report.limit();
        return forgot;
    }

    /** The grantor knows now that these calls wait. */
    void register(long sequence) {
        for (Waiter waiter : waiters) {
            waiter.register(sequence, standing().now());
        }
    }

    /** What this gateway was asked for is not what the first waiting call lacks now. */
    boolean mayAskAtOnce(Report asked) {
        Waiter first = waiters.peekFirst();
        return first != null
                && !standing().doubt()
                && (asked.need() != Math.max(0, first.amount - free()) || !first.isRegistered());
    }

    private void startAnew() {
        holding.startAnew();
        spent = 0;
        reserved = 0;
        spentTold = 0;
        closedTold = 0;
        countedTold = 0;
        generation++;
    }

    void unanswered(long now) {
        holding.unanswered(now);
    }

    long unansweredSince() {
        return holding.unansweredSince();
    }

    /** The part of the grantor that keeps it did not answer the last time. */
    boolean isUnanswered() {
        return holding.isUnanswered();
    }

    long spent() {
        return spent;
    }

    String life() {
        return standing().life();
    }

    long lifeKnownAt() {
        return lifeKnownAt;
    }

    long standingSince() {
        return standingSince;
    }

    Standing standing() {
        return holding.standing();
    }
}
