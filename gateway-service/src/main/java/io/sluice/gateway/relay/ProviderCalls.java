package io.sluice.gateway.relay;

import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.LimitRefusals;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.batches.ProviderLink;
import io.sluice.gateway.batches.ProviderPaths;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.files.PieceWriter;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.routes.Surface;
import io.sluice.gateway.scan.BodyScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls of our own for batches: the provider's hidden model group is asked, as by a client's call that passes through. Stateless. */
public final class ProviderCalls implements ProviderLink {

    private static final byte[] PLAIN = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] STREAM = "{\"stream\":true}".getBytes(StandardCharsets.UTF_8);
    private static final Surface SURFACE = Surface.PASS_THROUGH;

    private final InferenceEndpoint.Environment environment;
    private final ProviderPaths paths;

    public ProviderCalls(InferenceEndpoint.Environment environment, ProviderPaths paths) {
        this.environment = environment;
        this.paths = paths;
    }

    @Override
    public CompletionStage<Reply> ask(Question question) {
        return start(question, null);
    }

    @Override
    public CompletionStage<Reply> fetch(Question question, PieceWriter file) {
        return start(question, file);
    }

    private CompletionStage<Reply> start(Question question, @Nullable PieceWriter file) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        String group = PassThrough.group(question.host().provider(), question.model());
        ModelOffer offer = environment.models().index().find(group);
        if (offer == null || !PassThrough.isGroup(offer.name())) {
            refuse(Refusals.notPassed(question.host().provider()), reply);
            return reply;
        }
        byte[] scanned = file == null ? PLAIN : STREAM;
        BodyScan scan = BodyScanner.scan(scanned, 0, scanned.length, SURFACE.route(), List.of());
        CallFacts facts = new CallFacts(
                CallIds.next(),
                SURFACE,
                question.caller(),
                group,
                question.model(),
                offer,
                scan,
                null,
                List.of(),
                System.nanoTime());
        environment.admission().admit(facts.asking(ByteBuffer.wrap(scanned)), decision -> {
            switch (decision) {
                case AdmissionDecision.Admitted(Reservation reservation) ->
                    route(question, facts, reservation, file, reply);
                case AdmissionDecision.Declined why ->
                    refuse(LimitRefusals.declined(why, question.caller(), question.model()), reply);
            }
        });
        return reply;
    }

    private void route(
            Question question,
            CallFacts facts,
            Reservation reservation,
            @Nullable PieceWriter file,
            CompletableFuture<Reply> reply) {
        Billing billing;
        try {
            billing = Billing.open(reservation, environment.journal(), facts);
        } catch (JournalFullException e) {
            refuse(Refusals.journalFull(), reply);
            return;
        }
        ProviderAnswer answer = new ProviderAnswer(billing, file, reply);
        RouteRequest call =
                facts.request(reservation, ByteBuffer.wrap(question.json()), -1, headers(question), question.files());
        answer.attach(environment.engine().route(call, answer));
    }

    private Map<String, String> headers(Question question) {
        Map<String, String> headers = new HashMap<>();
        if (question.step().fetches()) {
            headers.put(RouteCodec.BATCH_RATES_HEADER, "1");
        }
        if (question.host().translates()) {
            headers.put(RouteCodec.BATCH_STEP_HEADER, question.step().name());
            headers.put(RouteCodec.BATCH_ID_HEADER, question.id());
            headers.put(RouteCodec.BATCH_ENDPOINT_HEADER, question.endpoint());
        }
        headers.put(RouteRequest.METHOD, ProviderPaths.method(question.step()));
        headers.put(RouteRequest.PATH, paths.of(question.host(), question.step(), question.id()));
        headers.put("content-type", "application/json");
        headers.put("x-litellm-num-retries", "0"); // what a call does at a provider is not known
        return headers;
    }

    private static void refuse(Refusal refusal, CompletableFuture<Reply> reply) {
        reply.complete(new Reply(refusal.error().status(), ErrorAnswers.json(refusal, SURFACE.protocol()), true));
    }
}
