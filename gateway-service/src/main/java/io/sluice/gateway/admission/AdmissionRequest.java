package io.sluice.gateway.admission;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.Turn;

/**
 * A call that asks to be let in.
 *
 * @param model the model group, for limits by model
 * @param offer bounds of its price and size
 * @param inputBytes upper bound of the prompt in bytes, and what the model reads beyond them
 * @param requestedCap output cap of the client, or -1
 * @param choices {@code n}, at least 1
 * @param likelyInputTokens what a limit of rate assumes before the provider says the truth
 * @param part what of a call it is
 */
public record AdmissionRequest(
        Caller caller,
        String model,
        ModelOffer offer,
        long inputBytes,
        long requestedCap,
        int choices,
        long likelyInputTokens,
        Part part) {

    /** What of a call asks to be let in. */
    public enum Part {
        CALL,
        /** A session: it counts as a request, takes a place among the parallel calls, and is not opened for who could not pay a word in it. */
        SESSION,
        /** A response in a session: it takes money and tokens. */
        TURN
    }

    /** A session of realtime. */
    public static AdmissionRequest session(Caller caller, String model, ModelOffer offer) {
        return new AdmissionRequest(caller, model, offer, 1, 1, 1, 1, Part.SESSION);
    }

    /** A response in a session. */
    public static AdmissionRequest turn(Caller caller, String model, ModelOffer offer, Turn turn) {
        return new AdmissionRequest(
                caller, model, offer, turn.inputTokens(), turn.outputTokens(), 1, turn.likelyTokens(), Part.TURN);
    }
}
