package io.sluice.gateway.relay;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.engine.EngineFaults;
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
    private final UsageJournal journal;
    private final UsageEvents events;
    private final CallFacts facts;
    private final long ticket;
    private boolean settled;

    /** Throws {@link io.sluice.gateway.journal.JournalFullException}; the reservation is then still the caller's to release. */
    Billing(Reservation reservation, UsageJournal journal, UsageEvents events, CallFacts facts) {
        this.reservation = reservation;
        this.journal = journal;
        this.events = events;
        this.facts = facts;
        this.ticket = journal.begin(events.atBound(1, 0));
    }

    Reservation reservation() {
        return reservation;
    }

    /** Later calls do nothing. */
    void settle(RouteOutcome outcome) {
        if (settled) {
            return;
        }
        settled = true;
        long segment = journal.segment(ticket);
        List<UsageEvent> written = new ArrayList<>(outcome.attempts().size() + 1);
        long nanos = 0;
        long tokens = 0;
        for (Attempt attempt : outcome.attempts()) {
            written.add(events.of(attempt, segment, outcome.status()));
            nanos = Math.addExact(nanos, attempt.cost().nanos());
            tokens += attempt.usage().total();
        }
        if (EngineFaults.isLost(outcome)) {
            written.add(events.atBound(outcome.attempts().size() + 1, segment));
            nanos = Math.addExact(nanos, events.boundCost().nanos());
            tokens += facts.tokenBound(reservation.outputCap());
        }
        try {
            journal.end(ticket, written);
        } catch (RuntimeException e) {
            // the begin record stays: after a restart the call is settled at its bound
            LOG.error("a call could not be written to the usage journal: " + facts.requestId(), e);
        }
        if (written.isEmpty()) {
            reservation.release();
        } else {
            reservation.settle(Money.ofNanos(nanos), tokens);
        }
    }
}
