package io.sluice.router.group;

import io.sluice.router.cooldown.Breaker;
import io.sluice.router.limit.DeploymentLimits;
import io.sluice.router.measure.Meter;
import io.sluice.router.strategy.Candidate;

/**
 * A deployment of a group with what is known of it.
 *
 * @param wire of its provider, as in {@code providers/*.yaml}
 * @param retries {@code num_retries} of the deployment, or -1
 */
public record Member(
        Candidate candidate, Meter meter, Breaker breaker, DeploymentLimits limits, String wire, int retries) {}
