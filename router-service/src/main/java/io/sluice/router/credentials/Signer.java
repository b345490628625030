package io.sluice.router.credentials;

import io.sluice.router.deployment.Target;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Credentials that are not just a header of the deployment ({@link KeyHeader}). Thread-safe; never blocks. */
@FunctionalInterface
public interface Signer {

    /** For deployments whose key is a header, or that need none. */
    Signer NOTHING_TO_DO = (request, target) -> CompletableFuture.completedStage(request);

    /**
     * The request with credentials, as the last step before it is sent. Called on the call's event loop; may complete on another thread. Fails
     * with {@link PreparationException} when there are none to be had.
     */
    CompletionStage<UpstreamRequest> sign(UpstreamRequest request, Target target);
}
