package io.sluice.simulator;

import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Delivery;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.Shape;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Visit;
import io.sluice.simulator.openai.OpenAi;
import io.sluice.simulator.openai.Realtime;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Opens realtime sessions. A directive in a rule, the model's name or a header works at the handshake and on each response. */
record Sockets(Vertx vertx, Journal journal, Shaping shaping, OpenAi openAi) {

    static boolean wanted(HttpServerRequest request) {
        return request.path().endsWith("/realtime")
                && "websocket".equalsIgnoreCase(request.headers().get("upgrade"));
    }

    void open(HttpServerRequest request) {
        String method = request.method().name();
        Visit visit = journal.begin(method, request.path(), request.query(), request.headers());
        Call call =
                Call.of(visit.number(), method, request.path(), request.query(), request.headers(), Buffer.buffer());
        String model = Realtime.model(call);
        visit.understood(model, true, "");
        Reply refusal = refusal(call, model).orElse(null);
        if (refusal != null) {
            new Delivery(vertx, request, visit, Shape.PLAIN).send(refusal);
            return;
        }
        request.toWebSocket()
                .onSuccess(socket -> Realtime.serve(
                        vertx,
                        call,
                        socket,
                        visit,
                        prompt -> shaping.of(call, new Protocol.Glance(model, true, prompt))))
                .onFailure(broken -> visit.end(Outcome.ABORTED_BY_CLIENT));
    }

    private Optional<Reply> refusal(Call call, String model) {
        Shape shape;
        try {
            shape = shaping.of(call, new Protocol.Glance(model, true, ""));
        } catch (IllegalArgumentException e) {
            return Optional.of(openAi.refuse(call, 400, String.valueOf(e.getMessage())));
        }
        return shape.refuses() ? Optional.of(Front.refusal(openAi, call.shaped(shape))) : openAi.barred(call, model);
    }
}
