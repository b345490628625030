package io.sluice.router.wire;

import io.sluice.router.failure.ProviderFailure;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Reads one provider answer and writes it in the client's protocol. Not thread-safe; lives on one event loop. Chunk boundaries mean
 * nothing: events and characters may be cut anywhere. Never throws on bad input: it reports {@link AnswerSink#failed}.
 */
public interface AnswerReader {

    /**
     * Whether this answer comes in pieces, to {@link #chunk}, or whole, to {@link #complete}. Asked once, at the head of an answer with a success
     * status.
     *
     * @param asked whether the client asked for a stream
     */
    default boolean streams(Map<String, String> headers, boolean asked) {
        return asked;
    }

    /** A whole answer with a success status, for calls that are not streamed. */
    void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink);

    /** A piece of a streamed answer with a success status. */
    void chunk(ByteBuffer bytes, AnswerSink sink);

    /** The provider's stream ended. Reports {@link AnswerSink#failed} when it ended before its true end. */
    void end(AnswerSink sink);

    /** Whether an answer is one whatever its status is: {@link #failure} is then never asked. */
    default boolean takesEveryStatus() {
        return false;
    }

    /** An answer with an error status: what class of failure it is and what the provider said. */
    ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body);
}
