package io.sluice.gateway.health;

import org.jspecify.annotations.Nullable;

/**
 * What came of one look at a deployment.
 *
 * @param latencyMillis from the call to the end of the answer
 * @param checkedAtMillis epoch milliseconds
 * @param costNanos what it cost in nano-dollars; the ledger has it too
 * @param error null when the deployment is healthy
 */
public record ProbeResult(
        String deploymentId,
        long latencyMillis,
        long checkedAtMillis,
        long costNanos,
        @Nullable String error) {

    boolean healthy() {
        return error == null;
    }
}
