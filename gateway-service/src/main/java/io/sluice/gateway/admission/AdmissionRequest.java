package io.sluice.gateway.admission;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.ModelOffer;

/**
 * A call that asks to be let in.
 *
 * @param model the model group, for limits by model
 * @param offer bounds of its price and size
 * @param inputBytes upper bound of the prompt in bytes
 * @param requestedCap output cap of the client, or -1
 * @param choices {@code n}, at least 1
 * @param likelyInputTokens what a limit of rate assumes before the provider says the truth
 */
public record AdmissionRequest(
        Caller caller,
        String model,
        ModelOffer offer,
        long inputBytes,
        long requestedCap,
        int choices,
        long likelyInputTokens) {

    /** Bytes a token of English prose in today's tokenizers. */
    private static final long BYTES_A_TOKEN = 4;

    /** A call whose input is text. */
    public AdmissionRequest(
            Caller caller, String model, ModelOffer offer, long inputBytes, long requestedCap, int choices) {
        this(caller, model, offer, inputBytes, requestedCap, choices, inputBytes / BYTES_A_TOKEN);
    }
}
