package io.sluice.router.wire;

import io.sluice.router.failure.UnsupportedRequestException;

/**
 * One provider protocol. Stateless and thread-safe; what belongs to a call lives in the {@link AnswerReader}.
 */
public interface Wire {

    /** Name as {@code providers/*.yaml} writes it, for example {@code openai-chat}. */
    String name();

    /**
     * Builds the provider's request. Never blocks.
     *
     * @throws UnsupportedRequestException when the provider cannot take what the client asks for; becomes a 400
     */
    UpstreamRequest encode(WireCall call);

    /** A reader for one answer of one attempt, successful or not. */
    AnswerReader reader(WireCall call);
}
