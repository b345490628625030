package io.sluice.contracts.identity;

import java.util.function.Consumer;

/**
 * Push channel that tells every gateway that a key changed. Delivery is best effort; gateways also age their entries out, so that
 * a lost message delays a revocation but never prevents it.
 */
public interface KeyInvalidations {

    /** Tells all gateways, this one included. Never blocks, never throws. */
    void publish(String keyHash);

    /** {@code listener} is called with the hash, or with {@code *} when everything has to be forgotten (after a lost connection). */
    void subscribe(Consumer<String> listener);
}
