package io.sluice.gateway.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.identity.EphemeralKeys;
import io.sluice.gateway.models.Models;
import io.sluice.gateway.models.NamedModel;
import io.sluice.gateway.routes.Surface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code POST /v1/realtime/client_secrets} (platform.openai.com/docs/api-reference/realtime-sessions/create-realtime-client-secret) and its forerunner
 * {@code /v1/realtime/sessions}, seen 2026-11-26: a key for a browser. It is one of ours and not the provider's, so that the session comes to this gateway and all of
 * it is paid for. Nobody is called. Stateless.
 */
public final class ClientSecretEndpoint {

    private static final long BODY_BYTES = 256 * 1024;

    /** A key stands in a header, and servers take 8 KB of them. */
    private static final int LONGEST = 6_000;

    private static final int USUAL_SECONDS = 600;
    private static final int LEAST_SECONDS = 10;
    private static final int MOST_SECONDS = 7_200;
    private static final String SECONDS = "expires_after";

    private final Models models;
    private final EphemeralKeys keys;

    public ClientSecretEndpoint(Models models, EphemeralKeys keys) {
        this.models = models;
        this.keys = keys;
    }

    /** @param older whether the body is the session itself, and the answer, too */
    public void handle(HttpServerRequest request, Caller caller, boolean older) {
        BodyReader.read(
                request,
                BODY_BYTES,
                (bytes, offset, length) -> answer(request, caller, older, bytes, offset, length),
                refusal -> refuse(request, refusal));
    }

    private void answer(HttpServerRequest request, Caller caller, boolean older, byte[] bytes, int offset, int length) {
        JsonNode body;
        try {
            body = length == 0 ? SeamJson.MAPPER.createObjectNode() : SeamJson.MAPPER.readTree(bytes, offset, length);
        } catch (JsonProcessingException e) {
            refuse(request, Refusals.invalidJson(e.getOriginalMessage()));
            return;
        } catch (IOException e) {
            refuse(request, Refusals.invalidJson("it cannot be read"));
            return;
        }
        ObjectNode session = (older ? body : body.path("session")) instanceof ObjectNode given
                ? given
                : SeamJson.MAPPER.createObjectNode();
        int seconds = body.path(SECONDS).path("seconds").asInt(USUAL_SECONDS);
        String model = model(session);
        Optional<Refusal> refusal = seconds < LEAST_SECONDS || seconds > MOST_SECONDS
                ? Optional.of(Refusals.wrongType(SECONDS, LEAST_SECONDS + " to " + MOST_SECONDS + " seconds"))
                : refusal(caller, model);
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
            return;
        }
        long expires = Instant.now().getEpochSecond() + seconds;
        String secret = keys.seal(new EphemeralKeys.Grant(
                caller.keyHash(), caller instanceof Caller.Admin, model, session.toString(), expires));
        if (secret.length() > LONGEST) {
            refuse(
                    request,
                    Refusals.wrongType(
                            "session", "short enough for a key in a header: send the rest in a session.update"));
            return;
        }
        send(request, older ? older(session, secret, expires) : today(session, secret, expires));
    }

    /** A session that only transcribes has its model elsewhere. */
    private static String model(ObjectNode session) {
        String model = session.path("model").asText("");
        return model.isEmpty() ? session.at("/audio/input/transcription/model").asText("") : model;
    }

    private Optional<Refusal> refusal(Caller caller, String requested) {
        if (requested.isEmpty()) {
            return Optional.of(Refusals.missing(Surface.REALTIME.route(), "session.model"));
        }
        return switch (NamedModel.of(models.index(), caller, requested)) {
            case NamedModel.Offered ignored -> Optional.empty();
            case NamedModel.Refused refused -> Optional.of(refused.refusal(Surface.REALTIME.route()));
        };
    }

    private static ObjectNode today(ObjectNode session, String secret, long expires) {
        ObjectNode answer =
                SeamJson.MAPPER.createObjectNode().put("value", secret).put("expires_at", expires);
        answer.set("session", session);
        return answer;
    }

    private static ObjectNode older(ObjectNode session, String secret, long expires) {
        ObjectNode answer = session.deepCopy().put("object", "realtime.session");
        answer.putObject("client_secret").put("value", secret).put("expires_at", expires);
        return answer;
    }

    private static void send(HttpServerRequest request, ObjectNode answer) {
        HttpServerResponse response = request.response();
        if (!response.closed()) {
            response.putHeader("content-type", "application/json").putHeader("cache-control", "no-store");
            var _ = response.end(Buffer.buffer(SeamJson.bytes(answer)));
        }
    }

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        ErrorAnswers.send(request, refusal, Protocol.OPENAI_CHAT);
    }
}
