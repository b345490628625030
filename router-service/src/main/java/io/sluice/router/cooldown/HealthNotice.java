package io.sluice.router.cooldown;

/**
 * What routers tell each other of a deployment. Times are relative, so that clocks need not agree.
 *
 * @param restMillis how long it rests from now; 0: it answers again
 * @param openings see {@link Condition#openings}
 */
public record HealthNotice(String deploymentId, long restMillis, FaultOwner owner, int openings) {

    public static HealthNotice recovered(String deploymentId) {
        return new HealthNotice(deploymentId, 0, FaultOwner.CALLER, 0);
    }

    public boolean resting() {
        return restMillis > 0;
    }
}
