package io.sluice.router.client;

import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer in a client's protocol: streamed by {@link #step} and {@link #end}, or at once by {@link #whole}. Not
 * thread-safe.
 */
public interface AnswerWriter {

    /** What a client of a stream hears of this step; null when nothing, or not yet. */
    @Nullable
    ByteBuffer step(AnswerEvent event);

    /** The end of a stream that came to its true end: what is still to be said, and the end mark. */
    ByteBuffer end();

    ByteBuffer whole(Answer answer);
}
