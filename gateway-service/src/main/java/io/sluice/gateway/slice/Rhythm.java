package io.sluice.gateway.slice;

import io.sluice.contracts.admission.Meter;

/** When a slice has to be reported, looked up in the books, or may be left alone. Guarded by the admission's lock. */
final class Rhythm {

    private final AdmissionSettings settings;
    private final UnledgeredSpend journal;

    Rhythm(AdmissionSettings settings, UnledgeredSpend journal) {
        this.settings = settings;
        this.journal = journal;
    }

    boolean isIdle(Slice slice, long now) {
        return now - slice.lastUsed() >= settings.idle();
    }

    boolean mustReport(Slice slice, long now) {
        if (!slice.waiters.isEmpty() && !slice.standing().doubt()) {
            return true;
        }
        long silence = now - slice.lastSent();
        if (slice.mustGiveBack()) {
            return true;
        }
        boolean offers = slice.free() > 0 && isIdle(slice, now);
        if (silence >= settings.heartbeat() / 2 && (offers || slice.isUnanswered())) {
            return true;
        }
        return silence >= heartbeat(slice) && (slice.hasNews() || isUnledgered(slice));
    }

    /** Fast while more is given out than is left to give. */
    private long heartbeat(Slice slice) {
        boolean scarce = slice.standing().remaining() < slice.standing().others() + slice.outstanding();
        return scarce ? settings.heartbeat() : settings.slowHeartbeat();
    }

    /** Whether a look into the books would help a call that waits, here or at another gateway. */
    boolean mustLook(Slice slice, long now) {
        if (slice.limit().meter() != Meter.MONEY || !slice.isOpen() || !slice.books.mayAsk(now)) {
            return false;
        }
        Waiter first = slice.waiters.peekFirst();
        if (first == null) {
            return slice.standing().recall() && slice.uncertain() > 0;
        }
        boolean proved = slice.books.isComplete(slice.life());
        return slice.standing().doubt() ? !proved : Verdict.obstacle(slice, first) != null;
    }

    /** Whether a grantor that forgot it has to be told of it. */
    boolean isHolding(Slice slice) {
        return slice.outstanding() > 0 || isUnledgered(slice);
    }

    private boolean isUnledgered(Slice slice) {
        return slice.limit().meter() == Meter.MONEY
                && journal.of(slice.account.scope(), slice.account.windowStart()) > 0;
    }

    /** Nothing of it has to be told, asked or waited for. */
    boolean isAtRest(Slice slice) {
        return slice.waiters.isEmpty()
                && !slice.isUnanswered()
                && !slice.books.isAsking()
                && !slice.hasNews()
                && !isUnledgered(slice);
    }
}
