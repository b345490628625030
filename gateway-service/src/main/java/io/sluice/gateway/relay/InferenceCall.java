package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.LimitRefusals;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.files.FileIds;
import io.sluice.gateway.form.Form;
import io.sluice.gateway.form.FormReader;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.models.ModelIndex;
import io.sluice.gateway.models.NamedModel;
import io.sluice.gateway.routes.Surface;
import io.sluice.gateway.scan.BodyScanner;
import io.sluice.gateway.scan.GenerateContentScan;
import io.sluice.gateway.scan.ScanException;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call on its way in: body, scan, model, admission, journal, engine. On one event loop. */
final class InferenceCall {

    private final InferenceEndpoint.Environment environment;
    private final HttpServerRequest request;
    private final Caller caller;
    private final String requestId;
    private final Surface surface;
    private final String pathModel;
    private final long startedNanos = System.nanoTime();
    private @Nullable RelayedAnswer answer;
    private @Nullable PassedCall passed;
    private List<UploadedFile> files = List.of();
    private boolean gone;

    InferenceCall(
            InferenceEndpoint.Environment environment,
            HttpServerRequest request,
            Caller caller,
            String requestId,
            Surface surface,
            String pathModel) {
        this.environment = environment;
        this.request = request;
        this.caller = caller;
        this.requestId = requestId;
        this.surface = surface;
        this.pathModel = pathModel;
    }

    void start() {
        request.response().closeHandler(ignored -> clientGone());
        request.response().exceptionHandler(ignored -> clientGone());
        if (surface == Surface.PASS_THROUGH) {
            BodyReader.readAny(request, environment.bodyLimit(), this::passThrough, this::refuse);
        } else if (surface.file() != null && FormReader.isForm(request)) {
            BodyReader.readForm(request, environment.bodyLimit(), this::form, this::refuse);
        } else {
            BodyReader.read(request, environment.bodyLimit(), this::scan, this::refuse);
        }
    }

    private void form(Form form) {
        String file = surface.file();
        if (file != null && !form.has(file)) {
            refuse(Refusals.missingFile(file));
            return;
        }
        files = form.files();
        scan(form.fields(), 0, form.fields().length);
    }

    private void clientGone() {
        gone = true;
        RelayedAnswer running = answer;
        if (running != null) {
            running.clientGone();
        }
    }

    private void scan(byte[] bytes, int offset, int length) {
        BodyScan scan = read(bytes, offset, length);
        if (scan != null) {
            ByteBuffer body = ByteBuffer.wrap(bytes, offset, length).slice();
            environment
                    .files()
                    .open(
                            caller,
                            bytes,
                            offset,
                            length,
                            filled -> filled.ifPresentOrElse(this::scanFilled, () -> resolve(scan, body)),
                            this::refuse);
        }
    }

    private void scanFilled(byte[] body) {
        BodyScan scan = read(body, 0, body.length);
        if (scan != null) {
            resolve(scan, ByteBuffer.wrap(body));
        }
    }

    /** Null: it was refused. */
    private @Nullable BodyScan read(byte[] bytes, int offset, int length) {
        BodyScan scan;
        try {
            scan = BodyScanner.scan(bytes, offset, length, surface.route(), surface.required());
            if (surface.protocol() == Protocol.GEMINI_GENERATE) {
                scan = GenerateContentScan.of(scan, bytes, offset, surface == Surface.GENERATE_CONTENT_STREAM);
            }
        } catch (ScanException e) {
            refuse(e.refusal());
            return null;
        }
        String file = surface.file();
        if (file != null && files.isEmpty()) {
            refuse(Refusals.missingFile(file));
            return null;
        }
        for (UploadedFile each : files) {
            scan = scan.weighing(scan.textBytes() + surface.weight(each));
        }
        if (scan.stream() && !surface.streams()) {
            refuse(Refusals.wrongType("stream", "false for this endpoint"));
            return null;
        }
        return scan;
    }

    private void resolve(BodyScan scan, ByteBuffer body) {
        String requested = pathModel.isEmpty() ? scan.model() : pathModel;
        if (requested == null || requested.isEmpty()) {
            refuse(Refusals.unknownModel(surface.route(), "None"));
            return;
        }
        ModelIndex index = environment.models().index();
        if (surface == Surface.CHAT && pathModel.isEmpty() && isList(index, caller.model(requested))) {
            several(scan, body, caller.model(requested), index);
            return;
        }
        switch (NamedModel.of(index, caller, requested)) {
            case NamedModel.Offered offered ->
                admit(scan, body, requested, offered.model(), surface.bounds(offered.offer()));
            case NamedModel.Refused refused -> refuse(refused.refusal(surface.route()));
        }
    }

    /** Whether a text names several models, and none is called so. */
    private static boolean isList(ModelIndex index, String model) {
        if (model.indexOf(',') < 0) {
            return false;
        }
        ModelOffer offer = index.find(model);
        return offer == null || !offer.name().equals(model);
    }

    /** LiteLLM's list of models in one text. All of them have to be the caller's before any is asked. */
    private void several(BodyScan scan, ByteBuffer body, String names, ModelIndex index) {
        List<NamedModel.Offered> members = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            switch (NamedModel.of(index, caller, name.strip())) {
                case NamedModel.Offered offered -> members.add(offered);
                case NamedModel.Refused refused -> {
                    refuse(refused.refusal(surface.route()));
                    return;
                }
            }
        }
        if (scan.stream() || members.size() > SeveralCalls.MOST) {
            refuse(Refusals.severalModels(scan.stream() ? "they cannot be streamed" : "at most " + SeveralCalls.MOST));
            return;
        }
        ClientHeaders headers = ClientHeaders.read(request.headers(), environment.userHeader());
        new SeveralCalls(environment, request, caller, headers, isTrue(scan, body, "fastest_response"))
                .start(requestId, members, scan, both(scan.tags(), headers.tags()), body);
    }

    private static boolean isTrue(BodyScan scan, ByteBuffer body, String name) {
        return scan.topLevel().stream()
                .anyMatch(member -> member.name().equals(name)
                        && new String(member.value().of(body), StandardCharsets.UTF_8)
                                .strip()
                                .equals("true"));
    }

    private void passThrough(byte[] bytes, int offset, int length) {
        PassedCall call =
                PassedCall.of(request, pathModel, bytes, offset, length).orElse(null);
        if (call == null) {
            refuse(Refusals.notFound(request.method().name(), request.path()));
            return;
        }
        passed = call;
        ModelOffer offer = environment.models().index().find(call.group());
        if (!call.isAllowed(caller)) {
            refuse(Refusals.modelNotAllowed(call.shown()));
        } else if (offer == null || !PassThrough.isGroup(offer.name())) {
            // a group for everything is not meant by it
            refuse(Refusals.notPassed(call.route()));
        } else {
            Set<String> named = new HashSet<>(FileIds.inPath(call.path()));
            named.addAll(FileIds.anywhere(bytes, offset, offset + length));
            ByteBuffer body = ByteBuffer.wrap(bytes, offset, length).slice();
            environment
                    .files()
                    .check(
                            caller,
                            named,
                            why -> why.ifPresentOrElse(
                                    this::refuse, () -> admit(call.scan(), body, call.shown(), call.group(), offer)));
        }
    }

    /** What of the request's head the engine is told. */
    private Map<String, String> told(ClientHeaders headers) {
        PassedCall call = passed;
        if (call != null) {
            return call.headers(request, caller);
        }
        if (surface.protocol().hears()) {
            return headers.withAccept(request);
        }
        return surface.saysMoreInPath() ? headers.withPath(request) : headers.forEngine();
    }

    private void admit(BodyScan scan, ByteBuffer body, String requested, String model, ModelOffer offer) {
        ClientHeaders headers = ClientHeaders.read(request.headers(), environment.userHeader());
        CallFacts facts = new CallFacts(
                requestId,
                surface,
                caller,
                model,
                requested,
                offer,
                scan,
                headers.endUser() != null ? headers.endUser() : scan.user(),
                both(scan.tags(), headers.tags()),
                startedNanos);
        environment.admission().admit(facts.asking(body), decision -> decided(decision, facts, body, headers));
    }

    private static List<String> both(List<String> some, List<String> more) {
        if (more.isEmpty()) {
            return some;
        }
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private void decided(AdmissionDecision decision, CallFacts facts, ByteBuffer body, ClientHeaders headers) {
        switch (decision) {
            case AdmissionDecision.Admitted(Reservation reservation) -> {
                if (gone) {
                    reservation.release();
                } else {
                    route(reservation, facts, body, headers);
                }
            }
            case AdmissionDecision.Declined why -> refuse(LimitRefusals.declined(why, caller, facts.requestedModel()));
        }
    }

    private void route(Reservation reservation, CallFacts facts, ByteBuffer body, ClientHeaders headers) {
        Billing billing;
        try {
            billing = Billing.open(reservation, environment.journal(), facts);
        } catch (JournalFullException e) {
            refuse(Refusals.journalFull());
            return;
        }
        RouteRequest call = facts.request(reservation, body, headers.deadlineMillis(), told(headers), files);
        RelayedAnswer relayed = new RelayedAnswer(
                request.response(),
                facts,
                billing,
                environment.metrics(),
                outcome -> environment.shadows().after(environment, facts, call, outcome));
        answer = relayed;
        files = List.of(); // the engine lets go of them when it has sent them
        relayed.attach(environment.engine().route(call, relayed));
    }

    private void refuse(Refusal refusal) {
        environment.metrics().refused(refusal.error().status(), refusal.error().type());
        if (!gone) {
            ErrorAnswers.send(request, refusal, surface.protocol());
        }
    }
}
