package io.sluice.router.deployment;

import io.sluice.contracts.routing.DeploymentOffer.ProbeRules;
import io.sluice.contracts.routing.ShadowRules;
import java.util.List;
import java.util.Optional;

/**
 * One deployment of a model group.
 *
 * @param order lower ones are used as long as one of them is available
 * @param unavailable why it cannot serve; empty when it can
 * @param retries {@code num_retries} or {@code max_retries} of the deployment, -1: not said
 * @param timeoutMillis limit of a call, -1: not said
 * @param streamTimeoutMillis limit until the first byte of a streamed answer, -1: not said
 * @param accessGroups {@code model_info.access_groups}
 * @param mode {@code model_info.mode}, else what the model is known as
 * @param probe how its health is looked at
 * @param shadow what else is asked what it was asked
 */
public record Deployment(
        Target target,
        int order,
        Optional<String> unavailable,
        int retries,
        long timeoutMillis,
        long streamTimeoutMillis,
        List<String> accessGroups,
        Optional<String> mode,
        ProbeRules probe,
        ShadowRules shadow) {

    public String id() {
        return target.deploymentId();
    }
}
