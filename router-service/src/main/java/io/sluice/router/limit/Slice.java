package io.sluice.router.limit;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.grantor.Holding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this router was granted of one limit. A place is free, held by a call or (of a rate) by the minute that began with it, or it was
 * returned: {@code granted = free + held + returned}. Thread-safe; one lock, held for arithmetic only. What is left is read without it.
 */
final class Slice {

    /** How long what the grantor said of others is believed before it is asked again. */
    private static final long KNOWN_MILLIS = 200;

    private static final long IDLE_MILLIS = 1_000;
    private static final long HEARTBEAT_MILLIS = 200;
    private static final long SLOW_HEARTBEAT_MILLIS = 1_500;
    private static final long SIGN_OF_LIFE_MILLIS = 3_000;
    private static final long REPEAT_MILLIS = 500;

    /** A grantor that has not answered for so long is away; one message that was lost proves nothing. */
    private static final long AWAY_MILLIS = 4_000;

    /** How long the grantor keeps an account of which nobody speaks: longer than any lease of it. */
    private static final long KEPT_MILLIS = 120_000;

    private static final int FIRST_CALLS = 4;
    private static final int LARGEST_PART = 8;

    final AccountId account;
    private final long incarnation;
    private final @Nullable Minute minute;
    private List<Waiter> waiters = new ArrayList<>(0);

    private final Holding holding = new Holding();
    private long limit;
    private long held;
    /** How much is welcome: twice as much whenever it runs low, half as much whenever something goes back. */
    private long chunk;

    private long lastUsed;
    private long heldTold;

    /** What can still be had, as far as it is known, until {@code knownUntil}; then {@code unheld}, which is the most that it can be. */
    private volatile long known;

    private volatile long knownUntil = Long.MIN_VALUE;
    private volatile long unheld;

    private record Waiter(long amount, Runnable wake) {}

    /** @param rate a place stays taken for a minute */
    Slice(AccountId account, long incarnation, boolean rate, long limit, long now) {
        this.account = account;
        this.incarnation = incarnation;
        this.minute = rate ? new Minute() : null;
        this.limit = limit;
        this.lastUsed = now;
        this.unheld = limit;
    }

    synchronized void limit(long current) {
        limit = current;
        see();
    }

    // ---- calls

    /** What a call could have, at best. */
    long left(long now) {
        return now < knownUntil ? known : unheld;
    }

    /** @return whether the call has its places now; if not, it may {@link #await} more */
    synchronized boolean take(long amount, long now) {
        expire(now);
        lastUsed = now;
        chunk = Math.max(chunk, Math.min(amount * FIRST_CALLS, most(amount)));
        if (!isUsable(now) || free() < amount) {
            if (!isAway(now) || held + amount > limit) {
                return false;
            }
            // for itself: without the grantor each router has the whole limit
            holding.more(Math.max(0, amount - free()));
        }
        held += amount;
        if (minute != null) {
            minute.add(now, amount);
        }
        see();
        return true;
    }

    private long most(long amount) {
        return Math.max(amount, limit / LARGEST_PART);
    }

    /** Whether more should be asked for while there is still some. */
    synchronized boolean runsLow(long now) {
        boolean rest = now >= knownUntil || holding.standing().remaining() > 0;
        return free() <= chunk / 2 && rest && !holding.standing().recall() && waiters.isEmpty();
    }

    /** The call that took places needs them no longer; those of a rate stay taken until their minute is over. */
    synchronized void leave(long amount) {
        if (minute == null) {
            held -= amount;
            see();
        }
    }

    /** As if it had never been taken. */
    synchronized void undo(long at, long amount) {
        if (minute == null || minute.reduce(at, amount)) {
            held -= amount;
            see();
        }
    }

    /** More was used than was taken. It counts, whether it was granted or not; who asks next waits until it has come back. */
    synchronized void more(long amount, long now) {
        expire(now);
        holding.more(Math.max(0, amount - free()));
        held += amount;
        if (minute != null) {
            minute.add(now, amount);
        }
        see();
    }

    /** @param wake once, when the grantor has said something new */
    synchronized void await(long amount, Runnable wake) {
        waiters.add(new Waiter(amount, wake));
    }

    /** Whether others hold places that no call needs. */
    synchronized boolean othersMayGive(long now) {
        return now < knownUntil && holding.standing().othersFree() > 0;
    }

    /** When the first place comes back by itself; {@link Long#MAX_VALUE}: not known. */
    synchronized long firstBack() {
        return minute == null ? Long.MAX_VALUE : minute.firstBack();
    }

    // ---- the grantor

    synchronized boolean mustReport(long now) {
        expire(now);
        long silence = now - holding.lastSent();
        if (!waiters.isEmpty()) {
            return true;
        }
        if (holding.isUnanswered()) {
            return silence >= REPEAT_MILLIS;
        }
        if (free() > 0 && (holding.standing().recall() || isOverdrawn() || isIdle(now))) {
            return true;
        }
        if (free() > 0 || held != heldTold) {
            boolean scarce = holding.standing().remaining() < holding.free(0);
            return silence >= (scarce ? HEARTBEAT_MILLIS : SLOW_HEARTBEAT_MILLIS);
        }
        return held > 0 && silence >= SIGN_OF_LIFE_MILLIS;
    }

    synchronized Report report(long now) {
        expire(now);
        if (free() > 0
                && waiters.isEmpty()
                && (isIdle(now) || holding.standing().recall() || isOverdrawn())) {
            holding.giveBack(free());
            chunk /= 2;
        }
        long need = 0;
        long want = 0;
        if (!waiters.isEmpty()) {
            long waiting = waiters.stream().mapToLong(Waiter::amount).sum();
            need = Math.max(0, waiters.getFirst().amount() - Math.max(0, free()));
            want = Math.max(need, waiting + chunk / 2 - Math.max(0, free()));
        } else if (runsLow(now) && !isIdle(now)) {
            chunk = Math.min(chunk * 2, Math.max(chunk, limit / LARGEST_PART));
            want = chunk;
        }
        holding.sent(now);
        heldTold = held;
        see();
        return new Report(
                account,
                incarnation,
                holding.standing().life(),
                limit,
                limit,
                KEPT_MILLIS,
                holding.granted(),
                holding.returned(),
                held,
                0,
                -1,
                0,
                false,
                List.of(),
                need,
                want);
    }

    /** @return who waited for it */
    synchronized List<Runnable> answered(Standing answer, long sentAt, long now) {
        holding.answered(answer, sentAt);
        knownUntil = now + KNOWN_MILLIS;
        see();
        return woken();
    }

    /** @return who waited for it, once it has been silent for too long */
    synchronized List<Runnable> unanswered(long now) {
        holding.unanswered(now);
        if (!isAway(now)) {
            return List.of();
        }
        knownUntil = Long.MIN_VALUE;
        return woken();
    }

    private List<Runnable> woken() {
        if (waiters.isEmpty()) {
            return List.of();
        }
        List<Runnable> woken = waiters.stream().map(Waiter::wake).toList();
        waiters = new ArrayList<>();
        return woken;
    }

    /** Holds nothing that the grantor would have to hear of. */
    synchronized boolean isAtRest() {
        return holding.free(0) == 0 && waiters.isEmpty() && !holding.isUnanswered();
    }

    private boolean isIdle(long now) {
        return now - lastUsed >= IDLE_MILLIS;
    }

    private long free() {
        return holding.free(held);
    }

    private boolean isUsable(long now) {
        return now < holding.usableUntil() && !isOverdrawn();
    }

    /** More is given out than there is: the limit was lowered, calls used more than they took, or the grantor forgot who holds what. */
    private boolean isOverdrawn() {
        return holding.standing().remaining() < 0;
    }

    private boolean isAway(long now) {
        return holding.isUnanswered() && now - holding.unansweredSince() >= AWAY_MILLIS;
    }

    private void expire(long now) {
        if (minute != null) {
            long back = minute.expire(now);
            if (back != 0) {
                held -= back;
                see();
            }
        }
    }

    private void see() {
        unheld = limit - held;
        known = isOverdrawn() ? 0 : free() + Math.max(0, holding.standing().remaining());
    }
}
