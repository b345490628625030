package io.sluice.gateway.relay;

import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.LimitRefusals;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.batches.LineOutcome;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.models.NamedModel;
import io.sluice.gateway.routes.Surface;
import io.sluice.gateway.scan.BodyScanner;
import io.sluice.gateway.scan.ScanException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One line of a batch on its way: scan, model, admission, fence, journal, engine. What a client would be told to try later is tried later; a budget that is used
 * up is an answer. On one event loop.
 */
final class LineCall {

    private static final long SOON_MILLIS = 2_000;
    private static final long LONGEST_MILLIS = 60_000;

    private final InferenceEndpoint.Environment environment;
    private final BatchLine line;
    private final Caller caller;
    private final Surface surface;
    private final Map<String, String> headers;
    private final Supplier<CompletionStage<Boolean>> fence;
    private final Context loop = Vertx.currentContext();
    private final long startedNanos = System.nanoTime();
    private final CompletableFuture<LineOutcome> outcome = new CompletableFuture<>();

    LineCall(
            InferenceEndpoint.Environment environment,
            BatchLine line,
            Caller caller,
            Surface surface,
            Map<String, String> headers,
            Supplier<CompletionStage<Boolean>> fence) {
        this.environment = environment;
        this.line = line;
        this.caller = caller;
        this.surface = surface;
        this.headers = headers;
        this.fence = fence;
    }

    CompletionStage<LineOutcome> start() {
        byte[] bytes = line.body();
        try {
            BodyScan scan = scan(bytes);
            environment
                    .files()
                    .open(
                            caller,
                            bytes,
                            0,
                            bytes.length,
                            filled -> guarded(() -> start(filled.map(this::scan).orElse(scan), filled.orElse(bytes))),
                            this::refuse);
        } catch (ScanException e) {
            refuse(e.refusal());
        }
        return outcome;
    }

    private BodyScan scan(byte[] body) {
        return BodyScanner.scan(body, 0, body.length, surface.route(), surface.required());
    }

    private void start(BodyScan scan, byte[] body) {
        String requested = scan.model();
        if (scan.stream()) {
            refuse(Refusals.wrongType("stream", "false in a batch"));
        } else if (requested == null || requested.isEmpty()) {
            refuse(Refusals.unknownModel(surface.route(), "None"));
        } else {
            resolve(scan, ByteBuffer.wrap(body), requested);
        }
    }

    private void resolve(BodyScan scan, ByteBuffer body, String requested) {
        switch (NamedModel.of(environment.models().index(), caller, requested)) {
            case NamedModel.Offered offered ->
                admit(scan, body, requested, offered.model(), surface.bounds(offered.offer()));
            case NamedModel.Refused refused -> refuse(refused.refusal(surface.route()));
        }
    }

    private void admit(BodyScan scan, ByteBuffer body, String requested, String model, ModelOffer offer) {
        CallFacts facts = new CallFacts(
                line.callId(), surface, caller, model, requested, offer, scan, scan.user(), scan.tags(), startedNanos);
        environment.admission().admit(facts.asking(body), decision -> guarded(() -> decided(decision, facts, body)));
    }

    private void decided(AdmissionDecision decision, CallFacts facts, ByteBuffer body) {
        switch (decision) {
            case AdmissionDecision.Admitted(Reservation reservation) -> fenced(reservation, facts, body);
            // what calls in flight hold comes back; what was spent does not
            case AdmissionDecision.Refused refused
            when refused.held() > 0 -> outcome.complete(new LineOutcome.NotNow(SOON_MILLIS));
            case AdmissionDecision.Declined why -> refuse(LimitRefusals.declined(why, caller, facts.requestedModel()));
        }
    }

    private void fenced(Reservation reservation, CallFacts facts, ByteBuffer body) {
        fence.get()
                .whenComplete((ours, fault) -> loop.runOnContext(ignored -> {
                    if (fault == null && ours) {
                        guarded(() -> route(reservation, facts, body));
                    } else {
                        reservation.release();
                        outcome.complete(
                                fault == null ? new LineOutcome.NotOurs() : new LineOutcome.NotNow(SOON_MILLIS));
                    }
                }));
    }

    private void route(Reservation reservation, CallFacts facts, ByteBuffer body) {
        Billing billing;
        try {
            billing = Billing.open(reservation, environment.journal(), facts);
        } catch (JournalFullException e) {
            refuse(Refusals.journalFull());
            return;
        }
        RouteRequest call = facts.request(reservation, body, -1, headers, List.of());
        var _ = environment.engine().route(call, new LineAnswer(facts, billing, environment.metrics(), outcome));
    }

    /** A fault of ours ends the line, too. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException fault) {
            outcome.completeExceptionally(fault);
        }
    }

    /** Refusals that tell a client to come back later bring the line back later. */
    private void refuse(Refusal refusal) {
        environment.metrics().refused(refusal.error().status(), refusal.error().type());
        int status = refusal.error().status();
        if (status == 429 || status == 503) {
            long wait = Math.max(1, refusal.error().retryAfterSeconds()) * 1_000;
            outcome.complete(new LineOutcome.NotNow(Math.min(LONGEST_MILLIS, wait)));
        } else {
            outcome.complete(new LineOutcome.Answered(
                    status, LineAnswer.inOneLine(ErrorAnswers.json(refusal, surface.protocol()))));
        }
    }
}
