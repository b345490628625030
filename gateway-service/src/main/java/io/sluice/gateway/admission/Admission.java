package io.sluice.gateway.admission;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Lets a call in, or refuses it, over all scopes that apply, all or nothing. Thread-safe; never blocks.
 */
public interface Admission {

    /**
     * Decides. {@code decision} is called exactly once: at once, on this thread, while the slices at hand suffice; else later, on the
     * caller's event loop, when the grantor has answered.
     */
    void admit(AdmissionRequest request, Consumer<AdmissionDecision> decision);

    /** Once, before the first call. */
    default void start() {
        // nothing to begin
    }

    /**
     * Gives back what is free. Calls that still run keep what they hold.
     *
     * @return completed soon, whether it succeeded or not
     */
    default CompletionStage<Void> stop() {
        return CompletableFuture.completedFuture(null);
    }
}
