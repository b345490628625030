package io.sluice.router.egress;

import java.nio.ByteBuffer;

/**
 * One request to a provider and its answer, or a WebSocket. All methods are called on the event loop of the call. A closed exchange reports nothing
 * more.
 */
public sealed interface Exchange permits HttpExchange, SocketExchange {

    void pause();

    void resume();

    /** Ends the provider's call at once. Idempotent; the handler hears nothing more. */
    void cancel();

    /**
     * The reader has the whole answer, although the provider's message has not ended yet (a stream's end mark came): lets it run
     * out, so that the connection can serve another call. The handler hears nothing more. Who does not end in time is cut off by
     * {@link #abandon}.
     */
    void release();

    /** Whether the provider's message is still under way. */
    boolean open();

    /** Cuts off what {@link #release} left running. */
    void abandon();

    /**
     * Sends a text message over a WebSocket.
     *
     * @param drained called once when the provider takes more, if this returns false
     * @return whether it takes more now
     */
    default boolean say(ByteBuffer message, Runnable drained) {
        throw new IllegalStateException("not a WebSocket");
    }
}
