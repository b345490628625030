package io.sluice.gateway.health;

import io.sluice.contracts.routing.DeploymentOffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Looks at a deployment by calling it. */
public interface Prober {

    /** Why this deployment cannot be looked at; empty when it can. */
    Optional<String> cannot(DeploymentOffer deployment);

    /**
     * One real call, as small as the deployment's mode allows, admitted, journaled and billed as any other. Never fails: what goes wrong is a
     * result.
     */
    CompletionStage<ProbeResult> probe(DeploymentOffer deployment, long timeoutMillis);
}
