package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call once it is admitted.
 *
 * @param model after the key's aliases
 * @param requestedModel as the client wrote it
 * @param startedNanos monotonic time of arrival
 */
record CallFacts(
        String requestId,
        Caller caller,
        String model,
        String requestedModel,
        ModelOffer offer,
        BodyScan scan,
        @Nullable String endUser,
        List<String> tags,
        long startedNanos) {

    /** Upper bound of the tokens of one attempt, for an attempt of which nothing is known. */
    long tokenBound(long outputCap) {
        long output = outputCap >= 0 ? outputCap : Math.max(offer.maxOutputTokens(), Math.max(0, scan.maxTokens()));
        return scan.textBytes() * offer.tokensPerByte()
                + offer.fixedInputTokens()
                + output * scan.choices() * Math.max(1, offer.outputMultiplier());
    }
}
