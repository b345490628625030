package io.sluice.router.wire;

import io.sluice.router.failure.UnsupportedRequestException;

/**
 * The way from one client protocol to one provider protocol and back. Stateless and thread-safe; what belongs to a call lives in the
 * {@link AnswerReader}.
 */
public interface Wire {

    /**
     * Builds the provider's request. Never blocks.
     *
     * @throws UnsupportedRequestException when the provider cannot take what the client asks for; becomes a 400
     */
    UpstreamRequest encode(WireCall call);

    /** A reader for one answer of one attempt, successful or not. */
    AnswerReader reader(WireCall call);
}
