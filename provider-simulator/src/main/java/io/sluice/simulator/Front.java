package io.sluice.simulator;

import io.sluice.simulator.control.Control;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Delivery;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.RuleBook;
import io.sluice.simulator.faults.Shape;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Visit;
import io.sluice.simulator.openai.OpenAi;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Takes each request to the provider that it is for, or to the control API. Used by all event loops at once. */
final class Front {

    private final Vertx vertx;
    private final Peers peers;
    private final Shaping shaping;
    private final Sockets sockets;
    private final Journal journal;
    private final Control control;

    Front(Vertx vertx, Peers peers, OpenAi openAi, Control control, Journal journal, RuleBook rules) {
        this.vertx = vertx;
        this.peers = peers;
        this.shaping = new Shaping(rules);
        this.sockets = new Sockets(vertx, journal, shaping, openAi);
        this.journal = journal;
        this.control = control;
    }

    void handle(HttpServerRequest request) {
        if (request.path().startsWith(Control.PREFIX)) {
            request.bodyHandler(body -> control.handle(request, body));
            return;
        }
        if (Sockets.wanted(request)) {
            sockets.open(request);
            return;
        }
        Visit visit = journal.begin(request.method().name(), request.path(), request.query(), request.headers());
        request.exceptionHandler(broken -> visit.end(Outcome.ABORTED_BY_CLIENT));
        request.response().exceptionHandler(broken -> visit.end(Outcome.ABORTED_BY_CLIENT));
        request.response().closeHandler(closed -> visit.end(Outcome.ABORTED_BY_CLIENT));
        request.bodyHandler(body -> received(request, visit, body));
    }

    /** With {@code host} in HTTP/2 too, where the address comes apart from the headers. */
    private static MultiMap headers(HttpServerRequest request) {
        if (request.headers().contains("host") || request.authority() == null) {
            return request.headers();
        }
        return MultiMap.caseInsensitiveMultiMap()
                .addAll(request.headers())
                .set("host", request.authority().toString());
    }

    private void received(HttpServerRequest request, Visit visit, Buffer body) {
        visit.received(body);
        Call call = Call.of(
                visit.number(), request.method().name(), request.path(), request.query(), headers(request), body);
        Optional<Protocol> peer = peers.of(call);
        if (peer.isPresent()) {
            serve(peer.get(), request, visit, call);
        } else {
            new Delivery(vertx, request, visit, Shape.PLAIN).send(peers.unknown(call));
        }
    }

    private void serve(Protocol protocol, HttpServerRequest request, Visit visit, Call call) {
        Protocol.Glance glance = protocol.glance(call);
        visit.understood(glance.model(), glance.stream(), glance.prompt());
        Shape shape;
        try {
            shape = shaping.of(call, glance);
        } catch (IllegalArgumentException e) {
            Reply refusal = protocol.refuse(call, 400, String.valueOf(e.getMessage()));
            new Delivery(vertx, request, visit, Shape.PLAIN).send(refusal);
            return;
        }
        Call shaped = call.shaped(shape);
        Reply reply = shape.refuses() ? refusal(protocol, shaped) : answer(protocol, shaped);
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

    static Reply refusal(Protocol protocol, Call call) {
        Shape shape = call.shape();
        Reply.Whole own = protocol.refuse(call, shape.status(), "Simulated failure with status " + shape.status());
        if (shape.retryAfter() != null) {
            own.headers().set("retry-after", shape.retryAfter());
        }
        return shape.body() == null
                ? own
                : new Reply.Whole(shape.status(), own.headers(), Buffer.buffer(shape.body()), null, own.produced());
    }
}
