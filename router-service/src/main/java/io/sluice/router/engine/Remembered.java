package io.sluice.router.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls of the near past that somebody can explain: this router, or the others. Thread-safe. */
@FunctionalInterface
public interface Remembered {

    Remembered NOTHING = (requestId, keyHash) -> CompletableFuture.completedStage(Optional.empty());

    /** As {@link io.sluice.contracts.routing.RouteExplainer#explained}. */
    CompletionStage<Optional<byte[]>> explained(String requestId, @Nullable String keyHash);
}
