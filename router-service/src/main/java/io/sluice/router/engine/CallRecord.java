package io.sluice.router.engine;

import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.strategy.Explainer.Choice;
import java.util.List;

/**
 * What a finished call was decided by: references to what was there anyhow, from which an explanation can be made.
 *
 * @param model as the engine was asked for it
 * @param groups in the order in which they were asked
 */
record CallRecord(String requestId, String keyHash, String model, List<Group> groups, RouteOutcome outcome) {

    /**
     * @param name under which the group was asked
     * @param deployments those of {@code choices}, in the same order
     * @param waitedMillis how long the call stood in line for it
     */
    record Group(String name, List<Deployment> deployments, List<Choice> choices, long waitedMillis) {}
}
