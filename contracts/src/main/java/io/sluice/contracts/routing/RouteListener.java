package io.sluice.contracts.routing;

import java.nio.ByteBuffer;

/**
 * Receives the answer of a call, on the event loop on which {@link RoutingEngine#route} was called. Order:
 * {@code onAttempt* (onHead onChunk*)? onEnd}; {@code onEnd} comes exactly once, also after a cancel.
 */
public interface RouteListener {

    /** An attempt ended and another one follows. Lets a journal know of it before the next provider is called. */
    void onAttempt(Attempt finished);

    void onHead(RouteHead head);

    /** Bytes for the client. The receiver owns the buffer: the engine never touches its memory again. */
    void onChunk(ByteBuffer bytes);

    /** The answer is complete, or was cut. The last {@code outcome} holds all attempts, those of {@link #onAttempt} too. */
    void onEnd(RouteOutcome outcome);
}
