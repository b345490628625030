package io.sluice.router.wire.plain;

import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import java.nio.ByteBuffer;
import java.util.Map;

/** Of an answer that comes whole, whatever the client asks for. */
public interface WholeReader extends AnswerReader {

    @Override
    default boolean streams(Map<String, String> headers, boolean asked) {
        return false;
    }

    @Override
    default void chunk(ByteBuffer bytes, AnswerSink sink) {
        throw new IllegalStateException("this endpoint does not stream");
    }

    @Override
    default void end(AnswerSink sink) {
        throw new IllegalStateException("this endpoint does not stream");
    }
}
