package io.sluice.router.group;

import io.sluice.router.limit.Claim;
import io.sluice.router.queue.Spot;
import io.sluice.router.queue.Spot.End;
import io.sluice.router.queue.Wish;
import io.sluice.router.strategy.Candidates;
import io.sluice.router.strategy.Residency;
import io.sluice.router.strategy.RouteFacts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long one call waits for limits of deployments: a moment for the grantor's answer, a second for what other routers hold, and then in the
 * group's line, if it may. Used on one event loop.
 */
final class Patience {

    /** How long a call waits for the grantor of limits: until a grantor that is away counts as that. */
    static final long LONGEST_ASKING_MILLIS = 5_000;

    /** How long for other routers to give back what they do not use; a router that is there does within a heartbeat. */
    static final long LONGEST_RECALL_MILLIS = 1_000;

    private static final long NOT_ASKING = -1;

    private final GroupPlan plan;
    private final RouteFacts facts;
    private final CallTerms terms;

    /** Since when this choice asks for a limit. */
    private long askingSince = NOT_ASKING;

    private @Nullable Spot spot;
    private long waitedMillis;

    /** Where one call finds nothing, another one of the same wants does not either. */
    private record Wants(Candidates candidates, List<String> tags, String client, Residency residency) {}

    Patience(GroupPlan plan, RouteFacts facts, CallTerms terms) {
        this.plan = plan;
        this.facts = facts;
        this.terms = terms;
    }

    boolean mayAsk(long longestMillis) {
        long now = plan.now();
        return now < terms.deadlineMillis() && (askingSince < 0 || now - askingSince < longestMillis);
    }

    Step.Ask ask(Claim.Lacking lacking) {
        askingSince = askingSince < 0 ? plan.now() : askingSince;
        return new Step.Ask(lacking);
    }

    /** Whether others came first, so that the call has to wait behind them without a try. */
    boolean comesAfterOthers() {
        return spot == null
                && terms.queue().isPresent()
                && othersWait()
                && mayWait(terms.queue().get());
    }

    /** Whether others wait for this group. */
    boolean othersWait() {
        return plan.line().length() > 0;
    }

    /** A place in line, the one it has or a new one; empty: the call does not wait, or not any longer. */
    Optional<Step.Queue> queue() {
        Spot mine = spot;
        if (mine != null) {
            askingSince = NOT_ASKING;
            return Optional.of(new Step.Queue(mine));
        }
        if (terms.queue().isEmpty() || !mayWait(terms.queue().get())) {
            return Optional.empty();
        }
        Wish wish = terms.queue().get();
        long now = plan.now();
        askingSince = NOT_ASKING;
        Spot made = new Spot(
                plan.line(),
                new Wants(plan.candidates(), facts.tags(), facts.client(), facts.residency()),
                wish,
                now,
                Math.min(terms.deadlineMillis(), now + wish.maxWaitMillis() - waitedMillis));
        spot = made;
        return Optional.of(new Step.Queue(made));
    }

    private boolean mayWait(Wish wish) {
        return waitedMillis < wish.maxWaitMillis() && plan.now() < terms.deadlineMillis();
    }

    /** Why its wait in line was in vain; empty: it was not, or it does not wait. */
    Optional<End> end() {
        return spot == null ? Optional.empty() : spot.end();
    }

    /** An attempt begins. */
    void served() {
        askingSince = NOT_ASKING;
        stepOut(true);
    }

    /** It waits for nothing any more. */
    void over() {
        askingSince = NOT_ASKING;
        stepOut(false);
    }

    private void stepOut(boolean served) {
        Spot mine = spot;
        if (mine != null) {
            long now = plan.now();
            spot = null;
            waitedMillis += now - mine.since();
            if (served) {
                mine.served(now);
            } else {
                mine.leave(now);
            }
        }
    }

    /** How long it has stood in line. */
    long waitedMillis() {
        return waitedMillis;
    }
}
