package io.sluice.router.cooldown;

/**
 * The state of a deployment's breaker.
 *
 * @param untilMillis {@code RESTING}: when a trial is allowed; {@code TRIAL}: when another one is, should this one not end
 * @param owner of the fault that opened it
 * @param openings how many times in a row without an answer in between; 0 when closed
 * @param common the provider said it, to this router or to another one; false: only this router's network did
 */
public record Condition(Phase phase, long untilMillis, FaultOwner owner, int openings, boolean common) {

    public enum Phase {
        CLOSED,
        RESTING,
        TRIAL
    }

    static final Condition CLOSED = new Condition(Phase.CLOSED, 0, FaultOwner.CALLER, 0, false);

    /** Earliest time at which a call may be sent; 0: at once. */
    public long availableAt() {
        return untilMillis;
    }
}
