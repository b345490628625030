package io.sluice.router.wire.event;

import io.sluice.router.answer.AnswerEvent;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;

/** Turns one provider's answer into events. Not thread-safe; never throws: what cannot be read is {@link AnswerEvent.Failed}. */
public interface EventDecoder {

    /** A whole answer. */
    void whole(ByteBuffer body, Consumer<AnswerEvent> events);

    /** The same, for providers that say something of it in headers. */
    default void whole(Map<String, String> headers, ByteBuffer body, Consumer<AnswerEvent> events) {
        whole(body, events);
    }

    /** A piece of a stream, cut anywhere. */
    void piece(ByteBuffer bytes, Consumer<AnswerEvent> events);

    /** The stream ended; an answer without a {@link AnswerEvent.Finish} is then broken. */
    void end(Consumer<AnswerEvent> events);
}
