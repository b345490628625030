package io.sluice.contracts.routing;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Says why calls go where they go, as JSON ({@code docs/routing.md}). Nothing is called, nothing is counted. Never blocks. */
public interface RouteExplainer {

    /** What would become of this call now. Fails when the engine cannot be reached. */
    CompletionStage<byte[]> explain(RouteRequest request);

    /**
     * Why a call of the near past went where it went.
     *
     * @param requestId Sluice's id of the call
     * @param keyHash whose call it has to be; null: anybody's
     * @return empty when this engine does not remember such a call; fails when it cannot be reached
     */
    CompletionStage<Optional<byte[]>> explained(String requestId, @Nullable String keyHash);
}
