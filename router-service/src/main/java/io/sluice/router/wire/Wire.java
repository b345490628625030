package io.sluice.router.wire;

import io.sluice.router.failure.PreparationException;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.concurrent.CompletionStage;

/**
 * The way from one client protocol to one provider protocol and back. Stateless and thread-safe; what belongs to a call lives in the
 * {@link AnswerReader}.
 */
public interface Wire {

    /**
     * Builds the provider's request, without what {@link io.sluice.router.credentials.Signer} adds. Never blocks; called on the call's event
     * loop. Most are there at once; a picture that has to be fetched takes longer, and {@link PreparationException} says that it could not be.
     *
     * @throws UnsupportedRequestException (or fails with it) when the provider cannot take what the client asks for; becomes a 400
     */
    CompletionStage<UpstreamRequest> encode(WireCall call);

    /** A reader for one answer of one attempt, successful or not. */
    AnswerReader reader(WireCall call);
}
