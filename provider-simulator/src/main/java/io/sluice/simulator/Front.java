package io.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.control.Control;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Delivery;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.Directives;
import io.sluice.simulator.faults.RuleBook;
import io.sluice.simulator.faults.Shape;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Visit;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes each request to the provider that it is for, or to the control API. Used by all event loops at once. */
final class Front {

    private final Vertx vertx;
    private final List<Protocol> protocols;
    private final RuleBook rules;
    private final Journal journal;
    private final Control control;

    Front(Vertx vertx, List<Protocol> protocols, RuleBook rules, Journal journal) {
        this.vertx = vertx;
        this.protocols = protocols;
        this.rules = rules;
        this.journal = journal;
        this.control = new Control(rules, journal);
    }

    void handle(HttpServerRequest request) {
        if (request.path().startsWith(Control.PREFIX)) {
            request.bodyHandler(body -> control.handle(request, body));
            return;
        }
        Visit visit = journal.begin(request.method().name(), request.path(), request.headers());
        request.exceptionHandler(broken -> visit.end(Outcome.ABORTED_BY_CLIENT));
        request.response().exceptionHandler(broken -> visit.end(Outcome.ABORTED_BY_CLIENT));
        request.response().closeHandler(closed -> visit.end(Outcome.ABORTED_BY_CLIENT));
        request.bodyHandler(body -> received(request, visit, body));
    }

    private void received(HttpServerRequest request, Visit visit, Buffer body) {
        visit.received(body);
        String method = request.method().name();
        String path = request.path();
        for (Protocol protocol : protocols) {
            if (protocol.serves(method, path, request.headers())) {
                serve(protocol, request, visit, body.length() == 0 ? Json.object() : Json.read(body));
                return;
            }
        }
        Call call = new Call(visit.number(), method, path, request.headers(), Json.object(), Shape.PLAIN);
        Reply unknown = protocols.getLast().refuse(call, 404, "Invalid URL (" + method + " " + path + ")");
        new Delivery(vertx, request, visit, Shape.PLAIN).send(unknown);
    }

    private void serve(Protocol protocol, HttpServerRequest request, Visit visit, JsonNode body) {
        Protocol.Glance glance = protocol.glance(request.path(), body);
        visit.understood(glance.model(), glance.stream(), glance.prompt());
        String method = request.method().name();
        Call plain = new Call(visit.number(), method, request.path(), request.headers(), body, Shape.PLAIN);
        Shape shape;
        try {
            shape = shape(request, glance);
        } catch (IllegalArgumentException e) {
            Reply refusal = protocol.refuse(plain, 400, String.valueOf(e.getMessage()));
            new Delivery(vertx, request, visit, Shape.PLAIN).send(refusal);
            return;
        }
        Call call = new Call(visit.number(), method, request.path(), request.headers(), body, shape);
        Reply reply = shape.refuses() ? refusal(protocol, call) : answer(protocol, call);
        new Delivery(vertx, request, visit, shape).send(reply);
    }

    /** A body that no protocol has thought of must not leave its client waiting. */
    private static Reply answer(Protocol protocol, Call call) {
        try {
            return protocol.answer(call);
        } catch (RuntimeException e) {
            return protocol.refuse(call, 500, "The simulator failed: " + e);
        }
    }

    private static Reply refusal(Protocol protocol, Call call) {
        Shape shape = call.shape();
        Reply.Whole own = protocol.refuse(call, shape.status(), "Simulated failure with status " + shape.status());
        if (shape.retryAfter() != null) {
            own.headers().set("retry-after", shape.retryAfter());
        }
        return shape.body() == null
                ? own
                : new Reply.Whole(shape.status(), own.headers(), Buffer.buffer(shape.body()), null, own.produced());
    }

    /** Later places win: rule, model name, prompt, header. */
    private Shape shape(HttpServerRequest request, Protocol.Glance glance) {
        Map<String, String> ruled = rules.actionFor(request.path(), glance.model(), Call.key(request.headers()));
        Map<String, String> named = Directives.ofModel(glance.model());
        Map<String, String> prompted = Directives.ofPrompt(glance.prompt());
        Map<String, String> headed = Directives.ofHeaders(request.headers());
        if (ruled.isEmpty() && named.isEmpty() && prompted.isEmpty() && headed.isEmpty()) {
            return Shape.PLAIN;
        }
        Map<String, String> all = new HashMap<>(ruled);
        all.putAll(named);
        all.putAll(prompted);
        all.putAll(headed);
        return Shape.of(all);
    }
}
