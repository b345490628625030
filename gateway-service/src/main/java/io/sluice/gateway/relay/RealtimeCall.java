package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.SessionEngine;
import io.sluice.contracts.routing.Span;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.LimitRefusals;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.identity.EphemeralKeys;
import io.sluice.gateway.identity.Subprotocols;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.models.NamedModel;
import io.sluice.gateway.routes.Surface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session on its way in: key and model, admission, journal, engine. From there on it is a {@link RealtimeSession}. On one event loop.
 */
final class RealtimeCall {

    private static final String TRANSCRIPTION = "transcription";
    private static final byte[] NO_BODY = "{}".getBytes(StandardCharsets.US_ASCII);

    private final InferenceEndpoint.Environment environment;
    private final SessionEngine engine;
    private final HttpServerRequest request;
    private final Caller caller;
    private final String requestId;
    private final Optional<EphemeralKeys.Grant> grant;
    private final boolean transcribes;
    private final Subprotocols subprotocols;
    private final long startedNanos = System.nanoTime();

    private @Nullable RealtimeSession session;
    private boolean gone;

    RealtimeCall(
            InferenceEndpoint.Environment environment,
            SessionEngine engine,
            HttpServerRequest request,
            Caller caller,
            String requestId,
            Optional<EphemeralKeys.Grant> grant) {
        this.environment = environment;
        this.engine = engine;
        this.request = request;
        this.caller = caller;
        this.requestId = requestId;
        this.grant = grant;
        this.transcribes = TRANSCRIPTION.equals(request.getParam("intent"))
                || grant.map(SessionStart::transcribes).orElse(false);
        this.subprotocols = Subprotocols.of(request.headers());
    }

    void start() {
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            refuse(Refusals.noUpgrade());
            return;
        }
        request.pause(); // an upgrade that is answered later must not have ended by then
        request.response().closeHandler(ignored -> clientGone());
        String granted = grant.map(EphemeralKeys.Grant::model).orElse("");
        String requested = request.getParam("model", request.getParam("deployment", granted));
        if (grant.isPresent() && !requested.equals(granted)) {
            refuse(Refusals.wrongType("model", "that of the client secret, " + granted));
        } else if (requested.isEmpty()) {
            refuse(Refusals.missing(Surface.REALTIME.route(), "model"));
        } else {
            find(requested);
        }
    }

    private void find(String requested) {
        switch (NamedModel.of(environment.models().index(), caller, requested)) {
            case NamedModel.Offered offered -> admit(requested, offered.model(), offered.offer());
            case NamedModel.Refused refused -> refuse(refused.refusal(Surface.REALTIME.route()));
        }
    }

    private void admit(String requested, String model, ModelOffer offer) {
        ClientHeaders headers = ClientHeaders.read(request.headers(), environment.userHeader());
        CallFacts known = new CallFacts(
                requestId,
                Surface.REALTIME,
                caller,
                model,
                requested,
                offer,
                scan(requested),
                headers.endUser(),
                headers.tags(),
                startedNanos);
        environment
                .admission()
                .admit(AdmissionRequest.session(caller, model, offer), decision -> decided(decision, known, headers));
    }

    /** What a request without a body says: a stream of the named model. */
    private static BodyScan scan(String model) {
        return new BodyScan(
                model,
                Span.ABSENT,
                true,
                Span.ABSENT,
                false,
                Span.ABSENT,
                -1,
                Span.ABSENT,
                1,
                null,
                List.of(),
                0,
                List.of(),
                1,
                true);
    }

    private void decided(AdmissionDecision decision, CallFacts known, ClientHeaders headers) {
        switch (decision) {
            case AdmissionDecision.Admitted(Reservation reservation) -> {
                if (gone) {
                    reservation.release();
                } else if (transcribes && reservation.spendable() != Long.MAX_VALUE) {
                    reservation.release();
                    refuse(Refusals.noStrictTranscription());
                } else {
                    open(reservation, known, headers);
                }
            }
            case AdmissionDecision.Declined why -> refuse(LimitRefusals.declined(why, caller, known.requestedModel()));
        }
    }

    private void open(Reservation reservation, CallFacts known, ClientHeaders headers) {
        SessionHold hold = new SessionHold(reservation);
        Billing billing;
        try {
            billing = Billing.open(hold.ofSession(), environment.journal(), known);
        } catch (JournalFullException e) {
            refuse(Refusals.journalFull());
            return;
        }
        RouteRequest call = new RouteRequest(
                requestId,
                Surface.REALTIME.protocol(),
                caller,
                known.model(),
                known.requestedModel(),
                known.scan(),
                ByteBuffer.wrap(NO_BODY),
                -1,
                reservation.spendable(),
                headers.deadlineMillis(),
                told(headers),
                known.endUser(),
                known.tags());
        RealtimeSession opened = new RealtimeSession(
                environment,
                request,
                subprotocols.offersRealtime(),
                known,
                billing,
                hold,
                grant.flatMap(SessionStart::event));
        session = opened;
        opened.attach(engine.open(call, opened));
    }

    private Map<String, String> told(ClientHeaders headers) {
        Map<String, String> told = new HashMap<>(headers.forEngine());
        if (subprotocols.isBeta()) {
            told.putIfAbsent("openai-beta", "realtime=v1");
        }
        if (transcribes) {
            told.put(RouteRequest.PATH, "/realtime?intent=" + TRANSCRIPTION);
        }
        return told;
    }

    private void clientGone() {
        gone = true;
        RealtimeSession opened = session;
        if (opened != null) {
            opened.clientGone();
        }
    }

    private void refuse(Refusal why) {
        environment.metrics().refused(why.error().status(), why.error().type());
        if (!gone) {
            ErrorAnswers.send(request, why, Surface.REALTIME.protocol());
            request.resume();
        }
    }
}
