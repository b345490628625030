package io.sluice.router.cooldown;

import static java.util.Objects.requireNonNull;

import io.sluice.router.cooldown.Condition.Phase;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides whether a deployment may be called. Closed until failures open it; then it rests; then one real request is the trial that
 * closes it or opens it again. Lock-free: called from all event loops.
 *
 * <p>A call is let in by {@link #admit}, and then told of once: {@link #succeeded} (at its first content: an answer may take minutes),
 * {@link #failed} or {@link #abandoned}, with what {@code admit} said.
 */
public final class Breaker {

    /** What {@link #admit} says. */
    public enum Admission {
        CALL,
        TRIAL,
        NO
    }

    /** LiteLLM: {@code DEFAULT_FAILURE_THRESHOLD_MINIMUM_REQUESTS} and {@code DEFAULT_FAILURE_THRESHOLD_PERCENT}. */
    private static final int FEWEST_CALLS = 5;

    private final AtomicReference<Condition> state = new AtomicReference<>(Condition.CLOSED);
    private final OutcomeHistory history = new OutcomeHistory();
    private final AllowedFails counted = new AllowedFails();
    private volatile BreakerRules rules;

    Breaker(BreakerRules rules) {
        this.rules = rules;
    }

    void configure(BreakerRules changed) {
        rules = changed;
    }

    public Condition condition() {
        return requireNonNull(state.get());
    }

    /** Earliest time at which a call may be sent; 0: at once. */
    public long availableAt() {
        return condition().untilMillis();
    }

    /** To be asked when a deployment was chosen; of several calls that come when a rest is over, one is the trial. */
    public Admission admit(long nowMillis) {
        Condition now = condition();
        if (now.phase() == Phase.CLOSED) {
            return Admission.CALL;
        }
        if (nowMillis < now.untilMillis()) {
            return Admission.NO;
        }
        Condition trial = new Condition(
                Phase.TRIAL, nowMillis + Math.max(1, rules.baseMillis()), now.owner(), now.openings(), now.common());
        return state.compareAndSet(now, trial) ? Admission.TRIAL : Admission.NO;
    }

    /** @return true when this closed the breaker */
    public boolean succeeded(long nowMillis, Admission admission) {
        if (admission == Admission.TRIAL) {
            return close();
        }
        var _ = history.add(nowMillis, false);
        return false;
    }

    /** The call ended without saying anything about the deployment (the client left). The next call may be the trial. */
    public void abandoned(long nowMillis, Admission admission) {
        Condition now = condition();
        if (admission == Admission.TRIAL && now.phase() == Phase.TRIAL) {
            var _ = state.compareAndSet(
                    now, new Condition(Phase.RESTING, nowMillis, now.owner(), now.openings(), now.common()));
        }
    }

    /**
     * @param last no other deployment of the group could take the call: it takes more to rest this one
     * @return the new condition when this failure opened the breaker
     */
    public Optional<Condition> failed(long nowMillis, Fault fault, Admission admission, boolean last) {
        BreakerRules now = rules;
        FaultOwner owner = FaultOwner.of(fault, now.wildcard());
        if (admission == Admission.TRIAL) {
            if (owner == FaultOwner.CALLER) {
                // it answered: what was wrong with it is over
                var _ = close();
                return Optional.empty();
            }
            return open(now, nowMillis, fault, owner);
        }
        if (owner == FaultOwner.CALLER || !now.enabled()) {
            return Optional.empty();
        }
        // counted in any case, and before: a failure that comes while it rests is the past when it is back
        boolean enough = last ? lastOneFails(nowMillis, fault, owner) : fails(now, nowMillis, fault, owner);
        return enough && condition().phase() == Phase.CLOSED ? open(now, nowMillis, fault, owner) : Optional.empty();
    }

    private boolean fails(BreakerRules now, long nowMillis, Fault fault, FaultOwner owner) {
        OutcomeHistory.Tally tally = history.add(nowMillis, true);
        var allowed = now.settings().allowed(fault.errorClass());
        if (allowed.isPresent()) {
            return counted.add(nowMillis, now.baseMillis()) > allowed.getAsInt();
        }
        return owner != FaultOwner.DEPLOYMENT
                || (tally.calls() >= FEWEST_CALLS && 2 * tally.failures() > tally.calls());
    }

    /**
     * LiteLLM never rests the only deployment of a group, so that each call of a dead provider waits for its time limit. Here it rests
     * when nothing at all comes back from it, or when the provider says for how long (docs/decisions, "When the only
     * deployment rests"). Not for a key that is
     * refused: the refusal comes fast, and the provider's own words help more than ours.
     */
    private boolean lastOneFails(long nowMillis, Fault fault, FaultOwner owner) {
        if (owner.permanent()) {
            return false;
        }
        OutcomeHistory.Tally tally = history.add(nowMillis, true);
        boolean deaf = tally.calls() >= FEWEST_CALLS && tally.failures() == tally.calls();
        return deaf || (owner == FaultOwner.QUOTA && fault.retryAfterMillis() > 0);
    }

    private Optional<Condition> open(BreakerRules now, long nowMillis, Fault fault, FaultOwner owner) {
        Condition before = condition();
        int openings = before.phase() == Phase.CLOSED ? 1 : before.openings() + 1;
        long until = nowMillis + now.restMillis(fault, owner, openings);
        Condition opened = new Condition(Phase.RESTING, until, owner, openings, fault.answered());
        if (!state.compareAndSet(before, opened)) {
            return Optional.empty(); // somebody else just did
        }
        history.clear();
        counted.clear();
        return Optional.of(opened);
    }

    private boolean close() {
        Condition before = requireNonNull(state.getAndSet(Condition.CLOSED));
        history.clear();
        counted.clear();
        return before.phase() != Phase.CLOSED;
    }

    /**
     * Another router opened its breaker of this deployment.
     *
     * @param graceMillis how much longer this router waits than the one that saw it; a rest that is as long without it stays as it is
     */
    void adopt(long untilMillis, long graceMillis, FaultOwner owner, int openings) {
        state.updateAndGet(now -> now.phase() == Phase.RESTING && now.untilMillis() >= untilMillis
                ? now
                : new Condition(Phase.RESTING, untilMillis + graceMillis, owner, openings, true));
    }

    /** Another router had an answer from it; that says nothing of a rest for the sake of this router's network. */
    void adoptRecovery() {
        if (condition().common()) {
            var _ = close();
        }
    }
}
