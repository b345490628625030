package io.sluice.router.wire.event;

import io.sluice.router.answer.AnswerEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** For a model that streams nothing: a client of a stream gets the steps of the whole answer at once. Not thread-safe. */
public final class CollectedDecoder implements EventDecoder {

    private final EventDecoder decoder;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(4_096);

    public CollectedDecoder(EventDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        decoder.whole(body, events);
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        collected.writeBytes(piece);
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        decoder.whole(ByteBuffer.wrap(collected.toByteArray()), events);
    }
}
