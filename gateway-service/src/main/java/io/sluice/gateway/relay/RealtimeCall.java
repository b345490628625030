package io.sluice.gateway.relay;

import io.netty.buffer.Unpooled;
import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.contracts.routing.SessionEngine;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.contracts.routing.Span;
import io.sluice.contracts.routing.Turn;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.identity.Subprotocols;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.models.ModelIndex;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session on its way in, until it is open: key and model, admission, journal, engine. The upgrade is answered when the provider has answered its own,
 * so that a refusal is an HTTP answer like any other. On one event loop.
 */
final class RealtimeCall implements SessionListener {

    private static final int SWITCHING = 101;
    private static final byte[] NO_BODY = "{}".getBytes(StandardCharsets.US_ASCII);

    private final InferenceEndpoint.Environment environment;
    private final SessionEngine engine;
    private final HttpServerRequest request;
    private final Caller caller;
    private final String requestId;
    private final Subprotocols subprotocols;
    private final long startedNanos = System.nanoTime();
    private final Buffer refusal = Buffer.buffer(0);

    private @Nullable RouteSession session;
    private @Nullable CallFacts facts;
    private @Nullable Billing billing;
    private @Nullable RealtimeTurns turns;
    private @Nullable RealtimeClient client;
    private boolean gone;
    private boolean ended;

    RealtimeCall(
            InferenceEndpoint.Environment environment,
            SessionEngine engine,
            HttpServerRequest request,
            Caller caller,
            String requestId) {
        this.environment = environment;
        this.engine = engine;
        this.request = request;
        this.caller = caller;
        this.requestId = requestId;
        this.subprotocols = Subprotocols.of(request.headers());
    }

    void start() {
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            refuse(Refusals.noUpgrade());
            return;
        }
        request.pause(); // an upgrade that is answered later must not have ended by then
        request.response().closeHandler(ignored -> clientGone());
        String requested = request.getParam("model", request.getParam("deployment", ""));
        if ("transcription".equals(request.getParam("intent"))) {
            refuse(Refusals.noTranscriptionSession());
        } else if (requested.isEmpty()) {
            refuse(Refusals.missing(Surface.REALTIME.route(), "model"));
        } else {
            find(requested);
        }
    }

    private void find(String requested) {
        VirtualKey key = caller.virtualKey();
        String model = key == null ? requested : key.aliases().getOrDefault(requested, requested);
        ModelIndex index = environment.models().index();
        ModelOffer offer = index.find(model);
        if (!ModelAccess.allows(caller, model, offer == null ? List.of() : offer.accessGroups())) {
            refuse(Refusals.modelNotAllowed(requested));
        } else if (offer == null || PassThrough.isGroup(model)) {
            boolean empty = index.table().version().equals(ModelTable.EMPTY.version());
            refuse(empty ? Refusals.notReady() : Refusals.unknownModel(Surface.REALTIME.route(), requested));
        } else {
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
                    .admit(
                            AdmissionRequest.session(caller, model, offer),
                            decision -> decided(decision, known, headers));
        }
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
                } else {
                    open(reservation, known, headers);
                }
            }
            case AdmissionDecision.Refused refused -> refuse(Refusals.refused(refused, caller));
            case AdmissionDecision.Unavailable away -> refuse(Refusals.limitsAway(away));
            case AdmissionDecision.Unpriced unpriced -> refuse(Refusals.unpriced(unpriced, known.requestedModel()));
        }
    }

    private void open(Reservation reservation, CallFacts known, ClientHeaders headers) {
        SessionHold hold = new SessionHold(reservation);
        try {
            billing = new Billing(hold, environment.journal(), known, System.currentTimeMillis() * 1_000);
        } catch (JournalFullException e) {
            reservation.release();
            refuse(Refusals.journalFull());
            return;
        }
        facts = known;
        turns = new RealtimeTurns(environment, known, hold, this::granted, this::end);
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
        RouteSession opened = engine.open(call, this);
        session = opened;
        if (gone && !ended) {
            opened.cancel();
        }
    }

    private Map<String, String> told(ClientHeaders headers) {
        Map<String, String> told = new HashMap<>(headers.forEngine());
        if (subprotocols.isBeta()) {
            told.putIfAbsent("openai-beta", "realtime=v1");
        }
        return told;
    }

    private void clientGone() {
        gone = true;
        RouteSession running = session;
        if (running != null && !ended) {
            running.cancel();
        }
    }

    private void granted(int turn) {
        RouteSession running = session;
        if (running != null) {
            running.granted(turn);
        }
    }

    /** Money or tokens are used up: the client is told, and the session is over on both sides. */
    private void end(Refusal why) {
        RealtimeClient open = client;
        if (open != null) {
            open.end(why);
        }
        clientGone();
    }

    // ---- the engine's side

    @Override
    public void onAttempt(Attempt finished) {
        if (billing != null && facts != null) {
            billing.attempted(finished);
            environment.metrics().retried(facts.offer().name());
        }
    }

    @Override
    public void onHead(RouteHead head) {
        if (gone || facts == null || billing == null) {
            return;
        }
        AnswerHeaders.put(request.response().headers(), head, facts, billing.reservation());
        if (head.status() != SWITCHING) {
            request.response().setStatusCode(head.status());
            return;
        }
        if (subprotocols.offersRealtime()) {
            request.response().putHeader("sec-websocket-protocol", "realtime");
        }
        environment.metrics().firstByte(facts.offer().name(), System.nanoTime() - startedNanos);
        client = new RealtimeClient(request, () -> session, this::clientGone);
        client.open();
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        RealtimeClient open = client;
        if (open != null) {
            open.tell(StandardCharsets.UTF_8.decode(bytes).toString());
        } else if (!gone) {
            refusal.appendBuffer(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
        }
    }

    @Override
    public void onTurn(Turn turn) {
        if (turns != null) {
            turns.want(turn);
        }
    }

    @Override
    public void onTurnEnd(int turn, @Nullable Attempt attempt) {
        if (turns != null) {
            turns.ended(turn, attempt);
        }
    }

    @Override
    public void onHold(boolean hold) {
        RealtimeClient open = client;
        if (open != null) {
            open.hold(hold);
        }
    }

    @Override
    public void onClose(int code, String reason) {
        RealtimeClient open = client;
        if (open != null) {
            open.closing(code, reason);
        }
    }

    @Override
    public void onEnd(RouteOutcome outcome) {
        if (ended || billing == null || turns == null || facts == null) {
            return;
        }
        ended = true;
        turns.over();
        billing.settle(outcome);
        environment.metrics().ended(facts.offer().name(), outcome, System.nanoTime() - startedNanos, gone);
        RealtimeClient open = client;
        if (open != null) {
            open.close(outcome.errorType() == null);
        } else if (!gone && !request.response().ended() && !request.response().closed()) {
            AnswerHeaders.putOutcome(request.response().headers(), outcome, facts, System.nanoTime());
            var _ = request.response().end(refusal);
            request.resume();
        }
    }

    private void refuse(Refusal why) {
        environment.metrics().refused(why.error().status(), why.error().type());
        if (!gone) {
            ErrorAnswers.send(request, why, Surface.REALTIME.protocol());
            request.resume();
        }
    }

    /** An error of the gateway's own, as clients of this protocol read it. */
    static String event(Refusal why) {
        return new String(ErrorJson.event(why.error()), StandardCharsets.UTF_8);
    }
}
