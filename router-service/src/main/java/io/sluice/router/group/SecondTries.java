package io.sluice.router.group;

import io.sluice.router.cooldown.Fault;
import io.sluice.router.group.Step.Reason;
import io.sluice.router.retry.RetryBudget.Grant;
import io.sluice.router.retry.RetryWait;
import io.sluice.router.retry.Retryable;
import io.sluice.router.strategy.Decision;
import io.sluice.router.strategy.Verdict;

/** Whether and when one call is tried again within its group, and the grant of the retry budget that its next attempt uses. Used on one event loop. */
final class SecondTries {

    /** No wait for the end of a rest is longer; the client is told when to come back instead. */
    private static final long LONGEST_REST_WAIT_MILLIS = 8_000;

    private final GroupPlan plan;
    private final CallTerms terms;
    private final long seed;
    private int made;
    private boolean granted;

    SecondTries(GroupPlan plan, CallTerms terms, long seed) {
        this.plan = plan;
        this.terms = terms;
        this.seed = seed;
    }

    int made() {
        return made;
    }

    /**
     * After a failure.
     *
     * @param next what would be chosen now
     * @param other that is a deployment that was not asked yet
     * @return the wait before the next attempt, which may be none; or that it is over
     */
    Step after(Member failed, Fault fault, Decision next, boolean other) {
        if (!Retryable.is(fault, failed.wire(), other)) {
            return new Step.Over(Reason.FINAL);
        }
        int allowed =
                plan.shared().retries().allowed(plan.name(), fault.errorClass(), terms.retries(), failed.retries());
        if (made >= allowed) {
            return new Step.Over(Reason.NO_RETRIES_LEFT);
        }
        long wait = other ? 0 : waitMillis(fault, next);
        if (wait < 0 || plan.now() + wait >= terms.deadlineMillis()) {
            return new Step.Over(Reason.NO_TIME);
        }
        if (plan.shared().retryBudget().retry(wait > 0) == Grant.REFUSED) {
            return new Step.Over(Reason.NO_BUDGET);
        }
        granted = true;
        made++;
        return new Step.Wait(wait);
    }

    /** Before the same deployment is asked again; or until the provider's {@code retry-after}, for which it rests, is over. */
    private long waitMillis(Fault fault, Decision next) {
        var retries = plan.shared().retries();
        long wait = RetryWait.millis(retries, retries.policyOf(plan.name()), made, fault, seed);
        if (wait < 0 || next instanceof Decision.Chosen) {
            return wait;
        }
        if (fault.retryAfterMillis() < 0 || terms.fallbacks()) {
            return -1;
        }
        long rest = next instanceof Decision.Nobody(Verdict why, long millis) && why == Verdict.RESTING ? millis : -1;
        return rest < 0 || rest > LONGEST_REST_WAIT_MILLIS ? -1 : Math.max(wait, rest);
    }

    /** The budget of hedges granted one, which counts as the next attempt's. */
    void hedge() {
        granted = true;
    }

    /** @return whether the attempt that begins now is one that was granted */
    boolean useGrant() {
        boolean used = granted;
        granted = false;
        return used;
    }

    /** No attempt follows. */
    void giveBackGrant() {
        if (useGrant()) {
            plan.shared().retryBudget().done();
        }
    }
}
