package io.sluice.gateway.relay;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.Turn;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.LimitRefusals;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.engine.EngineFaults;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.journal.JournalFullException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a session, each a call of its own: reserved before it runs, journaled, settled when it ends. The ledger names them by the session's
 * id and their number. On one event loop.
 */
final class RealtimeTurns {

    private final InferenceEndpoint.Environment environment;
    private final CallFacts session;
    private final SessionHold ofSession;
    private final IntConsumer granted;
    private final Consumer<Refusal> refused;
    private final Map<Integer, Asked> asked = new HashMap<>();
    private final Map<Integer, Billing> open = new HashMap<>();
    private boolean over;

    /** A turn whose admission is not decided. */
    private static final class Asked {

        private final Turn turn;
        /** How it ended meanwhile. */
        private @Nullable Attempt ended;

        private boolean neverRan;

        Asked(Turn turn) {
            this.turn = turn;
        }
    }

    /** @param refused why the session has to end */
    RealtimeTurns(
            InferenceEndpoint.Environment environment,
            CallFacts session,
            SessionHold ofSession,
            IntConsumer granted,
            Consumer<Refusal> refused) {
        this.environment = environment;
        this.session = session;
        this.ofSession = ofSession;
        this.granted = granted;
        this.refused = refused;
    }

    void want(Turn turn) {
        Asked asking = new Asked(turn);
        asked.put(turn.number(), asking);
        environment
                .admission()
                .admit(
                        AdmissionRequest.turn(session.caller(), session.model(), session.offer(), turn),
                        decision -> decided(asking, decision));
    }

    private void decided(Asked asking, AdmissionDecision decision) {
        Turn turn = asking.turn;
        asked.remove(turn.number());
        switch (decision) {
            case AdmissionDecision.Admitted(Reservation reservation) -> admitted(asking, reservation);
            case AdmissionDecision.Declined why ->
                refuse(asking, LimitRefusals.declined(why, session.caller(), session.requestedModel()));
        }
    }

    private void admitted(Asked asking, Reservation reservation) {
        Turn turn = asking.turn;
        if (asking.neverRan || (over && !turn.begun())) {
            reservation.release();
            return;
        }
        if (begin(asking, reservation) && !over) {
            granted.accept(turn.number());
        }
    }

    private void refuse(Asked asking, Refusal refusal) {
        if (asking.neverRan) {
            return;
        }
        if (asking.turn.begun()) {
            // it runs, and is owed: with what the session holds
            begin(asking, ofSession.besides(asking.turn, session.offer()));
        }
        if (!over) {
            refused.accept(refusal);
        }
    }

    private boolean begin(Asked asking, Reservation reservation) {
        int number = asking.turn.number();
        try {
            Billing billing = Billing.open(reservation, environment.journal(), session.turn(asking.turn));
            Attempt ended = asking.ended;
            if (ended == null && !over) {
                open.put(number, billing);
            } else if (ended != null) {
                settle(billing, ended);
            } else {
                billing.settle(EngineFaults.lost(502, session.model(), List.of()));
            }
            return true;
        } catch (JournalFullException e) {
            if (!over) {
                refused.accept(Refusals.journalFull());
            }
            return false;
        }
    }

    /** @param attempt null when it never ran */
    void ended(int turn, @Nullable Attempt attempt) {
        Asked asking = asked.get(turn);
        if (asking != null) {
            asking.ended = attempt;
            asking.neverRan = attempt == null;
            return;
        }
        Billing billing = open.remove(turn);
        if (billing == null) {
            return;
        }
        if (attempt == null) {
            billing.settle(new RouteOutcome(0, session.model(), List.of(), "unused"));
        } else {
            settle(billing, attempt);
        }
    }

    private void settle(Billing billing, Attempt attempt) {
        RouteOutcome outcome =
                new RouteOutcome(attempt.status(), session.model(), List.of(attempt), attempt.errorClass());
        billing.settle(outcome);
        environment.metrics().ended(session.offer().name(), outcome, attempt.durationMicros() * 1_000, false);
    }

    /** The session is over: of turns that are still open nobody knows what they cost. */
    void over() {
        over = true;
        List.copyOf(open.values())
                .forEach(billing -> billing.settle(EngineFaults.lost(502, session.model(), List.of())));
        open.clear();
    }
}
