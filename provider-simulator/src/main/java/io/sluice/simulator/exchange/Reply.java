package io.sluice.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
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
    Usage usage();

    /** JSON in one piece that took nothing. */
    static Whole json(int status, JsonNode json) {
        return json(status, json, null, Usage.NONE);
    }

    /** JSON in one piece. */
    static Whole json(int status, JsonNode json, @Nullable Usage usage, Usage produced) {
        MultiMap headers = HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, "application/json");
        return new Whole(status, headers, Json.bytes(json), usage, produced);
    }

    /** Bytes of another kind in one piece. */
    static Whole bytes(String type, byte[] bytes, @Nullable Usage usage, Usage produced) {
        MultiMap headers = HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, type);
        return new Whole(200, headers, Buffer.buffer(bytes), usage, produced);
    }

    /**
     * An answer in one piece.
     *
     * @param produced what it really took
     */
    record Whole(
            int status,
            MultiMap headers,
            Buffer body,
            @Nullable Usage usage,
            Usage produced) implements Reply {}

    /**
     * An answer in pieces.
     *
     * @param input what is taken as soon as the answer begins; the frames count the output
     * @param error the protocol's way to say, after a 200, that it failed
     * @param garbage a frame that cannot be read
     */
    record Stream(
            MultiMap headers,
            Iterator<Frame> frames,
            Usage input,
            @Nullable Usage usage,
            Buffer error,
            Buffer garbage) implements Reply {

        /** A stream of server-sent events. */
        public Stream(MultiMap headers, Iterator<Frame> frames, Usage input, @Nullable Usage usage, Buffer error) {
            this(headers, frames, input, usage, error, Sse.GARBAGE);
        }

        @Override
        public int status() {
            return 200;
        }
    }
}
