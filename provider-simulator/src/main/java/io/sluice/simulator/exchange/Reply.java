package io.sluice.simulator.exchange;

import io.sluice.simulator.journal.Tokens;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** An answer that is ready to be written. */
public sealed interface Reply {

    /** HTTP status. */
    int status();

    /** Headers, content type included. */
    MultiMap headers();

    /** Token counts that the answer names, null when it names none. */
    @Nullable
    Tokens usage();

    /**
     * An answer in one piece.
     *
     * @param produced what it really took
     */
    record Whole(
            int status,
            MultiMap headers,
            Buffer body,
            @Nullable Tokens usage,
            Tokens produced) implements Reply {}

    /**
     * An answer in pieces.
     *
     * @param promptTokens what the request really took
     * @param error the protocol's way to say, after a 200, that it failed
     */
    record Stream(
            MultiMap headers,
            Iterator<Frame> frames,
            long promptTokens,
            @Nullable Tokens usage,
            Buffer error) implements Reply {
        @Override
        public int status() {
            return 200;
        }
    }
}
