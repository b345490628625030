package io.sluice.contracts.routing;

/** A call under way. All methods are called on its event loop. */
public interface RouteCall {

    /** Stops delivery of chunks, and with it reading from the provider (back-pressure). */
    void pause();

    void resume();

    /** The client left: the provider's call is reset at once; {@code onEnd} follows with what was produced. Idempotent. */
    void cancel();
}
