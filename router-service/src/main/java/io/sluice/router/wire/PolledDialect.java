package io.sluice.router.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A provider that first says that it has begun, and is asked for the answer afterwards. */
public interface PolledDialect extends Dialect {

    /**
     * What is to be asked next.
     *
     * @param streamed its answer is a stream that is to be read as it comes
     */
    record Next(UpstreamRequest request, long delayMillis, boolean streamed) {}

    /** Empty when this whole answer with a success status is the true one, or none will come. */
    Optional<Next> next(ByteBuffer body, WireCall call);
}
