package io.sluice.gateway.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteExplainer;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.identity.KeyCache;
import io.sluice.gateway.identity.KeyHash;
import io.sluice.gateway.identity.KeyRefusals;
import io.sluice.gateway.models.Models;
import io.sluice.gateway.models.NamedModel;
import io.sluice.gateway.routes.Surface;
import io.sluice.gateway.scan.BodyScanner;
import io.sluice.gateway.scan.ScanException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /route/explain}: the body of a chat request, or {@code {"key": ..., "request": {...}}} with which an administrator asks for a
 * key. {@code GET /route/explain/{id}}: a call that was made, for administrators and for the holder of its key.
 */
public final class ExplainEndpoint {

    private static final Logger LOG = Logger.getLogger(ExplainEndpoint.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RouteExplainer explainer;
    private final Models models;
    private final KeyCache keys;
    private final long bodyLimit;

    /** @param bodyLimit bytes */
    public ExplainEndpoint(RouteExplainer explainer, Models models, KeyCache keys, long bodyLimit) {
        this.explainer = explainer;
        this.models = models;
        this.keys = keys;
        this.bodyLimit = bodyLimit;
    }

    /** On the event loop of the request. */
    public void past(HttpServerRequest request, Caller caller, String id) {
        String keyHash = caller instanceof Caller.Admin ? null : caller.keyHash();
        Context loop = Vertx.currentContext();
        request.resume();
        answer(request, loop, explainer.explained(id, keyHash));
    }

    /** On the event loop of the request. */
    public void now(HttpServerRequest request, Caller caller, String id) {
        BodyReader.read(
                request,
                bodyLimit,
                (bytes, offset, length) -> read(request, caller, id, bytes, offset, length),
                refusal -> refuse(request, refusal));
    }

    private void read(HttpServerRequest request, Caller caller, String id, byte[] bytes, int offset, int length) {
        Context loop = Vertx.currentContext();
        JsonNode body;
        try {
            body = JSON.readTree(bytes, offset, length);
        } catch (IOException notJson) {
            refuse(request, Refusal.of(400, "invalid_request_error", "The body is not JSON."));
            return;
        }
        JsonNode asked = body.path("request").isObject() ? body.get("request") : body;
        String key = body.path("request").isObject() ? body.path("key").asText("") : "";
        if (key.isEmpty()) {
            explain(request, loop, caller, id, asked);
        } else if (!(caller instanceof Caller.Admin)) {
            refuse(request, KeyRefusals.otherKey());
        } else {
            var _ = keys.find(KeyHash.of(key))
                    .thenAccept(found -> loop.runOnContext(onLoop -> {
                        switch (found) {
                            case KeyLookup.Found(VirtualKey holder) ->
                                explain(request, loop, new Caller.KeyHolder(holder), id, asked);
                            case KeyLookup.Unavailable ignored -> refuse(request, KeyRefusals.directoryAway());
                            case KeyLookup.NoDirectory ignored -> refuse(request, KeyRefusals.noDirectory());
                            default -> refuse(request, Refusal.of(404, "not_found_error", "No such key."));
                        }
                    }));
        }
    }

    private void explain(HttpServerRequest request, Context loop, Caller caller, String id, JsonNode asked) {
        byte[] bytes = json(asked);
        BodyScan scan;
        try {
            scan = BodyScanner.scan(bytes, 0, bytes.length, Surface.CHAT.route(), List.of("model"));
        } catch (ScanException e) {
            refuse(request, e.refusal());
            return;
        }
        String requested = scan.model() == null ? "" : scan.model();
        switch (NamedModel.of(models.index(), caller, requested)) {
            case NamedModel.Refused refused -> refuse(request, refused.refusal(Surface.CHAT.route()));
            case NamedModel.Offered offered -> {
                RouteRequest call = new RouteRequest(
                        id,
                        Protocol.OPENAI_CHAT,
                        caller,
                        offered.model(),
                        requested,
                        scan,
                        ByteBuffer.wrap(bytes),
                        -1,
                        Long.MAX_VALUE,
                        -1,
                        Map.of(),
                        scan.user(),
                        scan.tags());
                answer(request, loop, explainer.explain(call).thenApply(Optional::of));
            }
        }
    }

    private static byte[] json(JsonNode asked) {
        try {
            return JSON.writeValueAsBytes(asked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpServerRequest request, Context loop, CompletionStage<Optional<byte[]>> explained) {
        var _ = explained.whenComplete((json, failure) -> loop.runOnContext(onLoop -> answer(request, json, failure)));
    }

    private static void answer(
            HttpServerRequest request, @Nullable Optional<byte[]> json, @Nullable Throwable failure) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        if (json == null) {
            LOG.warnf("a call cannot be explained: %s", failure == null ? "no answer" : failure.getMessage());
            refuse(request, Refusal.of(503, "service_unavailable", "The engine cannot be asked just now."));
        } else if (json.isEmpty()) {
            refuse(
                    request,
                    Refusal.of(
                            404, "not_found_error", "No such call is remembered: routers keep their last calls only."));
        } else {
            response.putHeader("content-type", "application/json").end(Buffer.buffer(json.get()));
        }
    }

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        ErrorAnswers.send(request, refusal, Protocol.OPENAI_CHAT);
    }
}
