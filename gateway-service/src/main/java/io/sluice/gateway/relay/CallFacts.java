package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.ServerTools;
import io.sluice.contracts.routing.Turn;
import io.sluice.contracts.routing.UnseenInput;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.journal.CallEntry;
import io.sluice.gateway.routes.Surface;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call once it is admitted.
 *
 * @param surface which endpoint was called
 * @param model after the key's aliases
 * @param requestedModel as the client wrote it
 * @param startedNanos monotonic time of arrival
 */
record CallFacts(
        String requestId,
        Surface surface,
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

    /** How the call asks to be let in. */
    AdmissionRequest asking(ByteBuffer body) {
        UnseenInput unseen = UnseenInput.of(scan, body);
        ModelOffer bounds = unseen.bounds(offer);
        return new AdmissionRequest(
                caller,
                model,
                ServerTools.asked(scan, body) ? bounds.withServerTools() : bounds,
                scan.textBytes() + unseen.tokens(offer),
                surface.outputs(offer, scan),
                scan.choices(),
                surface.likelyTokens(scan),
                AdmissionRequest.Part.CALL);
    }

    /**
     * The call as the engine gets it.
     *
     * @param deadlineMillis how long the client waits, or -1
     * @param headers what of the request's head the engine is told
     */
    RouteRequest request(
            Reservation reservation,
            ByteBuffer body,
            long deadlineMillis,
            Map<String, String> headers,
            List<UploadedFile> files) {
        return new RouteRequest(
                requestId,
                surface.protocol(),
                caller,
                model,
                requestedModel,
                scan,
                body,
                reservation.outputCap(),
                reservation.spendable(),
                deadlineMillis,
                headers,
                endUser,
                tags,
                files);
    }

    /** A response of a session, as a call of its own: {@code SESSION.1} and so on. */
    CallFacts turn(Turn turn) {
        return new CallFacts(
                requestId + '.' + turn.number(),
                surface,
                caller,
                model,
                requestedModel,
                offer,
                scan.weighing(turn.inputTokens()),
                endUser,
                tags,
                System.nanoTime());
    }

    /** The call as the journal writes it down. */
    CallEntry entry(Reservation reservation, long admittedAtMicros) {
        VirtualKey key = caller.virtualKey();
        return new CallEntry(
                requestId,
                admittedAtMicros,
                caller.keyHash(),
                key == null ? null : key.alias(),
                key == null ? null : key.userId(),
                key == null ? null : key.teamId(),
                key == null ? null : key.organizationId(),
                endUser,
                tags,
                surface.callType(),
                scan.stream(),
                requestedModel,
                model,
                reservation.bound(),
                Math.max(0, tokenBound(reservation.outputCap())),
                reservation.spendable(),
                offer.priced(),
                reservation.charges());
    }
}
