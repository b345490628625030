package io.sluice.gateway.admission;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.Meter;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway was granted of one account, as running totals. {@code spent + reserved + returned <= granted} at all times, but
 * for a cost that exceeded its bound, which is recorded as it was. Guarded by the admission's lock.
 */
final class Slice {

    private static final long PAIR_AGAIN_MILLIS = 2_000;
    private static final int WANTS_SUMMED = 256;

    final AccountId account;
    final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    Limit limit;

    private String epoch = "";
    private boolean open;
    private long granted;
    private long spent;
    private long returned;
    private long reserved;
    private long windowId;
    private long windowLeft;
    /** Changes when the totals start anew; reservations of an older generation no longer count. */
    private long generation;

    private long usableUntil;
    private long settledAtReply;
    private long spentAtReply;
    private long returnedAtReply;
    private long others;
    private long remaining;
    private long oldestReport;
    private boolean holding;
    private boolean recall;
    private long base;
    private long chunk;

    private GrantCall.@Nullable BooksPair books;
    private long cut;
    private long pending;
    private long pairAgainAt = Long.MAX_VALUE;
    boolean askingBooks;

    long lastUsed;
    long lastExchange;
    boolean queued;
    boolean active;

    Slice(Limit limit, long now) {
        this.account = limit.account();
        this.limit = limit;
        this.lastUsed = now;
    }

    long free() {
        return granted - spent - returned - reserved;
    }

    /** Known to be spent, at all gateways. */
    long settled() {
        return settledAtReply + spent - spentAtReply;
    }

    long held() {
        return others + reserved;
    }

    boolean isOpen() {
        return open;
    }

    boolean holding() {
        return holding;
    }

    boolean usable(long now) {
        return open && now < usableUntil;
    }

    /** The last part binds when the limit was lowered after the grant. */
    boolean fits(long amount, long now) {
        return usable(now)
                && free() >= amount
                && settled() < limit.stopAt()
                && settled() + reserved <= limit.grantLimit() - amount;
    }

    /** What a call could still have of it. */
    long available() {
        return open ? CostBound.plus(Math.max(0, free()), Math.max(0, remaining)) : Long.MAX_VALUE;
    }

    void reserve(long amount, long now) {
        reserved += amount;
        lastUsed = now;
    }

    long generation() {
        return generation;
    }

    /** Replaces a reservation by what was used; nothing when it belongs to a window that is over. */
    void settle(long ofGeneration, long amount, long used) {
        if (ofGeneration == generation) {
            reserved -= amount;
            spent += used;
        }
    }

    /** True when the grantor holds more than this for us, or does not know all that we know. */
    boolean hasNews() {
        return spent != spentAtReply || returned != returnedAtReply || granted - spent - returned > 0;
    }

    /** Nothing of it can be settled any more. */
    boolean isUnused() {
        return isRest() && reserved == 0;
    }

    /** What waits now is not what the grantor was asked for, so that its answer says nothing yet. */
    boolean mayAskAtOnce(GrantCall.Account asked) {
        Waiter first = waiters.peekFirst();
        return first != null
                && !askingBooks
                && (asked.need() != Math.max(0, first.amount - free()) || first.registeredAt < 0);
    }

    boolean runsLow() {
        return open && free() < chunk / 4 && remaining > 0 && !recall;
    }

    boolean isRest() {
        return !hasNews() && waiters.isEmpty() && pairAgainAt == Long.MAX_VALUE && !askingBooks;
    }

    boolean mustExchange(long now, AdmissionSettings settings) {
        long silent = now - lastExchange;
        if (!waiters.isEmpty()) {
            return !askingBooks;
        }
        long free = free();
        if (free > 0 && (recall || (now - lastUsed >= settings.idle() && silent >= settings.heartbeat() / 2))) {
            return true;
        }
        return hasNews() && silent >= settings.heartbeat();
    }

    boolean mustPair(long now) {
        return now >= pairAgainAt && !askingBooks;
    }

    /** Marks the point up to which the books answer for what was spent. */
    long cutForBooks() {
        pairAgainAt = Long.MAX_VALUE;
        return spent;
    }

    void booksAnswered(GrantCall.BooksPair pair) {
        askingBooks = false;
        books = pair;
    }

    void booksFailed(long now) {
        askingBooks = false;
        if (open) {
            pairAgainAt = now + PAIR_AGAIN_MILLIS;
        }
    }

    GrantCall.Account call(long now, AdmissionSettings settings, boolean closing) {
        boolean idle = closing || now - lastUsed >= settings.idle();
        Waiter first = waiters.peekFirst();
        if (free() > 0 && (recall || !open || (idle && first == null))) {
            returned += free();
            chunk /= 2;
        }
        long free = Math.max(0, free());
        long need = 0;
        long want = 0;
        if (first != null) {
            chunk = Math.max(chunk, CostBound.times(first.amount, 4));
            need = Math.max(0, first.amount - free);
            want = Math.max(need, CostBound.plus(wanted(), chunk / 2) - free);
        } else if (runsLow() && !idle) {
            chunk = Math.min(CostBound.times(chunk, 2), Math.max(chunk, limit.amount() / 4));
            want = Math.max(0, chunk - free);
        }
        lastExchange = now;
        return new GrantCall.Account(
                account,
                limit.grantLimit(),
                limit.stopAt(),
                limit.windowMillis(),
                epoch,
                windowId,
                granted,
                spent,
                returned,
                need,
                want,
                books);
    }

    private long wanted() {
        long sum = 0;
        int count = 0;
        for (Waiter waiter : waiters) {
            sum = CostBound.plus(sum, waiter.amount);
            if (++count == WANTS_SUMMED) {
                break;
            }
        }
        return sum;
    }

    /** The grantor lost the account, or knows another start of this gateway: closed until the books were asked. */
    void close() {
        open = false;
        books = null;
    }

    void apply(GrantReply reply, GrantReply.Account answer, GrantCall.Account sent, long sentAt) {
        long sentSpent = sent.spent();
        long sentReturned = sent.returned();
        if (limit.windowMillis() > 0 && answer.windowId() != windowId) {
            if (epoch.equals(reply.epoch())) {
                startAnew();
                sentSpent = 0;
                sentReturned = 0;
            }
            windowId = answer.windowId();
        }
        granted = Math.max(granted, answer.granted());
        boolean joined = !epoch.equals(reply.epoch());
        epoch = reply.epoch();
        open = true;
        holding = reply.holding();
        windowLeft = answer.windowLeftMillis();
        usableUntil = sentAt + Math.min(reply.leaseMillis(), windowLeft);
        settledAtReply = answer.settled();
        spentAtReply = sentSpent;
        returnedAtReply = sentReturned;
        others = answer.others();
        remaining = answer.remaining();
        oldestReport = answer.oldestReport();
        recall = answer.recall();
        applyBooks(answer, sent, joined, sentAt);
    }

    private void startAnew() {
        granted = 0;
        spent = 0;
        returned = 0;
        reserved = 0;
        generation++;
    }

    private void applyBooks(GrantReply.Account answer, GrantCall.Account sent, boolean joined, long now) {
        GrantCall.BooksPair pair = sent.books();
        if (pair != null) {
            books = null;
            cut = pair.cut();
            pending = pair.pending();
            base = answer.base();
            pairAgainAt = pending > 0 || (joined && holding) ? now + PAIR_AGAIN_MILLIS : Long.MAX_VALUE;
        } else if (answer.base() != base) {
            boolean contributes = spent - cut > 0 || pending > 0;
            base = answer.base();
            if (contributes && pairAgainAt == Long.MAX_VALUE) {
                pairAgainAt = now + PAIR_AGAIN_MILLIS;
            }
        }
    }

    /** Whether a call that lacks {@code waiter.amount} can be refused for good reason now. */
    boolean refuses(Waiter waiter) {
        if (!open || holding) {
            return false;
        }
        if (settled() >= limit.stopAt() || waiter.amount > limit.grantLimit() - settled()) {
            return true;
        }
        boolean everyoneSpoke = waiter.registeredAt >= 0 && oldestReport >= waiter.registeredAt;
        return everyoneSpoke && waiter.amount > CostBound.plus(Math.max(0, free()), Math.max(0, remaining));
    }

    AdmissionDecision.Refused refusal(Waiter waiter, long wallMillis) {
        long used = settled() + limit.openingBalance();
        return new AdmissionDecision.Refused(
                account.scope(), account.meter(), used, held(), limit.amount(), retryAfter(waiter, wallMillis));
    }

    private long retryAfter(Waiter waiter, long wallMillis) {
        boolean mayFitSoon = settled() < limit.stopAt() && waiter.amount <= limit.grantLimit() - settled();
        if (mayFitSoon || limit.meter() == Meter.PARALLEL) {
            return 1;
        }
        if (limit.windowMillis() > 0) {
            return Math.max(1, (Math.max(0, windowLeft) + 999) / 1_000);
        }
        return limit.windowEnd() == Long.MAX_VALUE ? -1 : Math.max(1, (limit.windowEnd() - wallMillis + 999) / 1_000);
    }
}
