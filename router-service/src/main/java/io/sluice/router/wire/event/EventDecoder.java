package io.sluice.router.wire.event;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Turns one provider's answer into events. Not thread-safe; never throws: what cannot be read is {@link WireEvent.Failed}. */
public interface EventDecoder {

    /** A whole answer. */
    void whole(ByteBuffer body, Consumer<WireEvent> events);

    /** A piece of a stream, cut anywhere. */
    void piece(ByteBuffer bytes, Consumer<WireEvent> events);

    /** The stream ended; an answer without a {@link WireEvent.Finish} is then broken. */
    void end(Consumer<WireEvent> events);
}
