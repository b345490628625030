package io.sluice.gateway.relay;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.engine.EngineFaults;
import io.sluice.gateway.journal.CallEntry;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.journal.UsageJournal;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The reservation and the journal entry of one call, ended exactly once and together: first the journal, so that nothing is given back
 * that is not written down. On one event loop.
 */
final class Billing {

    private static final Logger LOG = Logger.getLogger(Billing.class);

    private final Reservation reservation;
    private final CallEntry entry;
    private final UsageJournal.OpenCall open;
    private boolean settled;

    /** Writes an admitted call down, as of now. Where the journal has no room, the reservation is released and {@link JournalFullException} thrown. */
    static Billing open(Reservation reservation, UsageJournal journal, CallFacts facts) {
        try {
            return new Billing(reservation, journal, facts, System.currentTimeMillis() * 1_000);
        } catch (JournalFullException full) {
            reservation.release();
            throw full;
        }
    }

    private Billing(Reservation reservation, UsageJournal journal, CallFacts facts, long admittedAtMicros) {
        this.reservation = reservation;
        this.entry = facts.entry(reservation, admittedAtMicros);
        this.open = journal.begin(entry);
    }

    Reservation reservation() {
        return reservation;
    }

    /** An attempt ended and another one follows. */
    void attempted(Attempt finished) {
        if (!settled) {
            open.attempted(finished);
        }
    }

    /** Later calls do nothing. */
    void settle(RouteOutcome outcome) {
        if (settled) {
            return;
        }
        settled = true;
        List<Attempt> attempts = outcome.attempts();
        if (EngineFaults.isLost(outcome)) {
            attempts = new ArrayList<>(attempts);
            attempts.add(entry.unknownAttempt(outcome.attempts()));
        }
        if (attempts.isEmpty()) {
            end(outcome.status(), attempts);
            reservation.release();
            return;
        }
        long nanos = 0;
        long tokens = 0;
        for (Attempt attempt : attempts) {
            nanos = Math.addExact(nanos, attempt.cost().nanos());
            tokens += attempt.usage().total();
        }
        List<Attempt> all = attempts;
        reservation.settle(Money.ofNanos(nanos), tokens, () -> end(outcome.status(), all));
    }

    private void end(int status, List<Attempt> attempts) {
        try {
            open.end(status, attempts);
        } catch (RuntimeException e) {
            // the begin record stays: after a restart the call is settled at its bound
            LOG.error("a call could not be written to the usage journal: " + entry.requestId(), e);
        }
    }
}
