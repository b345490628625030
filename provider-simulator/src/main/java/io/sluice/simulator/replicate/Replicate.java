package io.sluice.simulator.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Route;
import java.util.Optional;

/**
 * Replicate: {@code /v1/predictions}, {@code /v1/models/{owner}/{name}/predictions}, {@code /v1/deployments/{owner}/{name}/predictions},
 * {@code /v1/predictions/{id}} and its {@code cancel}, {@code /v1/streams/{id}}, and models when Replicate is named.
 *
 * <p>Source: replicate.com/docs/reference/http, /docs/topics/predictions/streaming and replicate-python 1.0.7.
 */
public final class Replicate implements Protocol {

    private static final Route GET = Route.of("GET /predictions/{id}");
    private static final Route CANCEL = Route.of("POST /predictions/{id}/cancel");
    private static final Route STREAM = Route.of("GET /v1/streams/{id}");
    private static final Route MODEL = Route.of("GET /models/{id+}");

    private final Predictions predictions = new Predictions();
    private final boolean keyRequired;

    /** @param keyRequired whether calls without a token are refused with 401 */
    public Replicate(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "replicate";
    }

    @Override
    public boolean serves(Call call) {
        return creates(call)
                || GET.match(call).isPresent()
                || CANCEL.match(call).isPresent()
                || STREAM.match(call).isPresent()
                || call.address().equals(name()) && MODEL.match(call).isPresent();
    }

    @Override
    public Glance glance(Call call) {
        boolean streams = STREAM.match(call).isPresent();
        return new Glance(
                creates(call) ? model(call) : "",
                streams,
                call.body().path("input").path("prompt").asText(""));
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired) && STREAM.match(call).isEmpty()) {
            return refuse(call, 401, "You did not pass a valid authentication token");
        }
        if (creates(call)) {
            return create(call);
        }
        Optional<String> id = GET.match(call);
        if (id.isPresent()) {
            return predictions.get(id.get()).map(Replicate::ok).orElseGet(() -> missing(call));
        }
        id = CANCEL.match(call);
        if (id.isPresent()) {
            return predictions.cancel(id.get()).map(Replicate::ok).orElseGet(() -> missing(call));
        }
        id = STREAM.match(call);
        if (id.isPresent()) {
            return predictions.stream(call, id.get()).orElseGet(() -> missing(call));
        }
        return model(call, MODEL.match(call).orElse(""));
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        String title = switch (status) {
            case 401 -> "Unauthenticated";
            case 402 -> "Insufficient credit";
            case 404 -> "Not found";
            case 422 -> "Input validation failed";
            case 429 -> "Too Many Requests";
            default -> status < 500 ? "Bad request" : "Internal server error";
        };
        return Reply.json(
                status, Json.object().put("title", title).put("detail", message).put("status", status));
    }

    private Reply create(Call call) {
        JsonNode input = call.body().path("input");
        if (!input.isObject()) {
            return refuse(call, 422, "- input is required\n");
        }
        String model = model(call);
        if (model.isEmpty()) {
            return refuse(call, 422, "- version is required\n");
        }
        if (model.startsWith("missing-")) {
            return refuse(call, 404, "The requested resource could not be found.");
        }
        return predictions.create(call, model);
    }

    private Reply missing(Call call) {
        return refuse(call, 404, "The requested resource could not be found.");
    }

    private static Reply ok(ObjectNode json) {
        return Reply.json(200, json);
    }

    private static Reply model(Call call, String name) {
        int slash = name.indexOf('/');
        ObjectNode json = Json.object()
                .put("url", "https://replicate.com/" + name)
                .put("owner", slash < 0 ? name : name.substring(0, slash))
                .put("name", name.substring(slash + 1))
                .put("description", "Simulated")
                .put("visibility", "public")
                .put("run_count", call.number());
        json.putObject("latest_version")
                .put("id", "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa")
                .put("created_at", "2026-01-01T00:00:00Z")
                .put("cog_version", "0.9.0")
                .putObject("openapi_schema");
        return Reply.json(200, json);
    }

    private static boolean creates(Call call) {
        return call.method().equals("POST") && call.path().endsWith("/predictions");
    }

    /** Owner and name, of the path or of a version such as {@code owner/name:hash}; a bare hash is its own name. */
    private static String model(Call call) {
        String path = call.path();
        for (String before : new String[] {"/models/", "/deployments/"}) {
            int at = path.indexOf(before);
            if (at >= 0) {
                return Call.decoded(path.substring(at + before.length(), path.lastIndexOf("/predictions")));
            }
        }
        String version = call.body().path("version").asText(call.model());
        int colon = version.indexOf(':');
        return colon < 0 ? version : version.substring(0, colon);
    }
}
