package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.LimitRefusals;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.routes.Surface;
import io.sluice.gateway.scan.BodyScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A call of the gateway's own that passes through to a provider: the provider's hidden model group is asked, as by a client's call that passes through.
 *
 * @param model that prices the call; empty for none
 * @param headers for the engine, beside method and path
 * @param json the body, or the fields of a form with files; empty: none
 * @param stream whether a long answer is wanted in pieces
 */
record HiddenCall(
        Caller caller,
        String provider,
        String model,
        String method,
        String path,
        Map<String, String> headers,
        byte[] json,
        List<UploadedFile> files,
        boolean stream) {

    private static final byte[] PLAIN = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] STREAM = "{\"stream\":true}".getBytes(StandardCharsets.UTF_8);
    private static final Surface SURFACE = Surface.PASS_THROUGH;

    /** Hears the answer, and can end it. */
    interface Listener extends RouteListener {
        void attach(RouteCall started);
    }

    /**
     * @param listening makes the listener once the call is admitted
     * @param refused told when nobody is called
     */
    void start(
            InferenceEndpoint.Environment environment,
            Function<Billing, Listener> listening,
            Consumer<Refusal> refused) {
        String group = PassThrough.group(provider, model);
        ModelOffer offer = environment.models().index().find(group);
        if (offer == null || !PassThrough.isGroup(offer.name())) {
            refused.accept(Refusals.notPassed(provider));
            return;
        }
        byte[] scanned = stream ? STREAM : PLAIN;
        BodyScan scan = BodyScanner.scan(scanned, 0, scanned.length, SURFACE.route(), List.of());
        String shown = model.isEmpty() ? provider + "/*" : model;
        CallFacts facts = new CallFacts(
                CallIds.next(), SURFACE, caller, group, shown, offer, scan, null, List.of(), System.nanoTime());
        environment.admission().admit(facts.asking(ByteBuffer.wrap(scanned)), decision -> {
            switch (decision) {
                case AdmissionDecision.Admitted(Reservation reservation) ->
                    route(environment, facts, reservation, listening, refused);
                case AdmissionDecision.Declined why -> refused.accept(LimitRefusals.declined(why, caller, shown));
            }
        });
    }

    private void route(
            InferenceEndpoint.Environment environment,
            CallFacts facts,
            Reservation reservation,
            Function<Billing, Listener> listening,
            Consumer<Refusal> refused) {
        Billing billing;
        try {
            billing = Billing.open(reservation, environment.journal(), facts);
        } catch (JournalFullException e) {
            refused.accept(Refusals.journalFull());
            return;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put(RouteRequest.METHOD, method);
        all.put(RouteRequest.PATH, path);
        all.put("content-type", "application/json");
        all.put("x-litellm-num-retries", "0"); // what a call does at a provider is not known
        Listener listener = listening.apply(billing);
        RouteRequest call = facts.request(reservation, ByteBuffer.wrap(json), -1, all, files);
        listener.attach(environment.engine().route(call, listener));
    }
}
