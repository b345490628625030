package io.sluice.router.group;

import io.sluice.contracts.money.Money;
import io.sluice.router.cooldown.Breaker.Admission;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.strategy.RouteFacts;

/**
 * Has meters, breakers, limits and budgets know what becomes of the attempts of one call. An attempt ends once: what is said of it later counts
 * for nothing. Used on one event loop.
 */
final class Outcomes {

    private static final long UNKNOWN = -1;

    private final GroupPlan plan;
    private final RouteFacts facts;
    private int running;

    Outcomes(GroupPlan plan, RouteFacts facts) {
        this.plan = plan;
        this.facts = facts;
    }

    /** Attempts under way. */
    int running() {
        return running;
    }

    void began(Ticket ticket) {
        running++;
        member(ticket).meter().began(expectedTokens());
    }

    void firstContent(Ticket ticket, long afterMicros) {
        if (!ticket.answered && !ticket.over) {
            answered(ticket);
            if (facts.streamed()) {
                // the first content of a whole answer is its end, which says nothing about first tokens
                plan.shared().hedging().ifPresent(hedging -> hedging.firstToken(afterMicros / 1_000));
            }
        }
    }

    void connected(Ticket ticket, long micros) {
        member(ticket).meter().connected(plan.now(), micros);
    }

    void succeeded(
            Ticket ticket,
            long durationMicros,
            long firstTokenMicros,
            long totalTokens,
            long outputTokens,
            Money cost) {
        if (end(ticket, totalTokens)) {
            if (!ticket.answered) {
                answered(ticket);
            }
            member(ticket).meter().answered(plan.now(), durationMicros, firstTokenMicros, totalTokens, outputTokens);
            spent(ticket, cost);
        }
    }

    void abandoned(Ticket ticket, Money cost) {
        if (end(ticket, UNKNOWN)) {
            if (!ticket.answered) {
                member(ticket).breaker().abandoned(plan.now(), ticket.admission);
            }
            spent(ticket, cost);
        }
    }

    void failed(Ticket ticket, Fault fault, Money cost) {
        if (!end(ticket, ticket.answered ? UNKNOWN : tokens(fault))) {
            return;
        }
        Member member = member(ticket);
        member.meter().failed(plan.now(), fault.errorClass());
        spent(ticket, cost);
        boolean last = !plan.chooser().alternative(facts, plan.candidates(), plan.look(facts), ticket.index);
        // a failure after content counts as one, but the trial it may have been is over
        Admission admission = ticket.answered ? Admission.CALL : ticket.admission;
        var _ = plan.shared().breakers().failed(ticket.candidate.id(), member.breaker(), fault, admission, last);
    }

    private void answered(Ticket ticket) {
        ticket.answered = true;
        plan.shared().breakers().succeeded(ticket.candidate.id(), member(ticket).breaker(), ticket.admission);
    }

    /** A refusal uses no tokens; who never answered may have. */
    private static long tokens(Fault fault) {
        return fault.errorClass() == ErrorClass.TIMEOUT ? UNKNOWN : 0;
    }

    private boolean end(Ticket ticket, long usedTokens) {
        if (ticket.over) {
            return false;
        }
        ticket.over = true;
        running--;
        member(ticket).meter().ended(expectedTokens());
        ticket.taken.over(usedTokens, plan.now());
        plan.line().news();
        if (ticket.granted) {
            plan.shared().retryBudget().done();
        }
        return true;
    }

    private void spent(Ticket ticket, Money cost) {
        if (cost.nanos() > 0) {
            plan.shared()
                    .budgets()
                    .spend(ticket.candidate.provider(), ticket.candidate.id(), facts.payingTags(), plan.now(), cost);
        }
    }

    private Member member(Ticket ticket) {
        return plan.member(ticket.index);
    }

    private long expectedTokens() {
        return Math.max(0, facts.inputTokens());
    }
}
