package io.sluice.gateway.admission;

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
}
