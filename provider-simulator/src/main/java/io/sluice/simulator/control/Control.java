package io.sluice.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Media;
import io.sluice.simulator.faults.Rule;
import io.sluice.simulator.faults.RuleBook;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.vertex.ServiceAccount;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Answers {@code /sim/rules}, {@code /sim/journal}, {@code /sim/journal/summary}, {@code /sim/media}, {@code /sim/service-account} and {@code /sim/health}; these calls are in no journal. */
public final class Control {

    /** Paths that begin with this are the simulator's own. */
    public static final String PREFIX = "/sim/";

    private static final int PAGE = 1_000;

    private final RuleBook rules;
    private final Journal journal;
    private final ServiceAccount account;

    public Control(RuleBook rules, Journal journal, ServiceAccount account) {
        this.rules = rules;
        this.journal = journal;
        this.account = account;
    }

    /** Answers a request whose path begins with {@link #PREFIX}. */
    public void handle(HttpServerRequest request, Buffer body) {
        try {
            answer(request, body);
        } catch (IllegalArgumentException e) {
            error(request, 400, String.valueOf(e.getMessage()));
        }
    }

    private void answer(HttpServerRequest request, Buffer body) {
        switch (request.method().name() + " " + request.path()) {
            case "PUT /sim/rules" -> putRules(request, body);
            case "GET /sim/rules" -> send(request, 200, RuleJson.write(rules.rules()));
            case "DELETE /sim/rules" -> {
                rules.replace(List.of());
                empty(request);
            }
            case "GET /sim/journal" -> send(request, 200, page(request));
            case "GET /sim/journal/summary" ->
                send(request, 200, journal.summary().toJson());
            case "DELETE /sim/journal" -> {
                journal.clear();
                empty(request);
            }
            case "GET /sim/service-account" ->
                send(request, 200, account.file("http://" + request.headers().get("host")));
            case "GET /sim/health" -> send(request, 200, Json.object().put("status", "UP"));
            default -> other(request);
        }
    }

    private static void other(HttpServerRequest request) {
        Buffer picture = request.path().startsWith(Media.PREFIX) ? Media.at(request.path()) : null;
        if (picture == null) {
            error(request, 404, "the simulator has no " + request.method() + " " + request.path());
        } else {
            send(request, 200, "image/png", picture);
        }
    }

    private void putRules(HttpServerRequest request, Buffer body) {
        List<Rule> read = RuleJson.read(Json.read(body));
        rules.replace(read);
        send(request, 200, Json.object().put("rules", read.size()));
    }

    private ObjectNode page(HttpServerRequest request) {
        long since = Long.parseLong(request.getParam("since", "0"));
        int limit = Integer.parseInt(request.getParam("limit", Integer.toString(PAGE)));
        List<Entry> entries =
                journal.entries(since, limit, request.getParam("model", ""), request.getParam("path", ""));
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("entries");
        entries.forEach(entry -> array.add(entry.toJson(journal.bodyLimit())));
        return json.put("next", entries.isEmpty() ? since : entries.getLast().number());
    }

    private static void error(HttpServerRequest request, int status, String message) {
        send(request, status, Json.object().put("error", message));
    }

    private static void empty(HttpServerRequest request) {
        request.response()
                .setStatusCode(204)
                .end()
                .onFailure(gone -> request.connection().close());
    }

    private static void send(HttpServerRequest request, int status, JsonNode json) {
        send(request, status, "application/json", Json.bytes(json));
    }

    private static void send(HttpServerRequest request, int status, String type, Buffer body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", type)
                .end(body)
                .onFailure(gone -> request.connection().close());
    }
}
