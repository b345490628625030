package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.configuration.SecretNames;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.JsonCall;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** LiteLLM's {@code /utils/transform_request}: what a provider would be asked for a chat, with its key blacked out. Nobody is called. */
final class TransformedRequests {

    private final Targets targets;

    TransformedRequests(Targets targets) {
        this.targets = targets;
    }

    CompletionStage<JsonNode> of(RouteRequest request) {
        if (!(Desk.body(request).path("request_body") instanceof ObjectNode chat)) {
            throw new UnsupportedRequestException("request_body: an object is expected", "request_body");
        }
        String model = chat.path("model").asText("");
        Target target = targets.known(model).orElseGet(() -> targets.any(model, request.caller()));
        Wire wire = Wires.of(Protocol.OPENAI_CHAT, target)
                .orElseThrow(() -> new UnsupportedRequestException(
                        "The provider " + target.provider().name() + " is not served yet.", "model"));
        return wire.encode(new WireCall(
                        target,
                        JsonCall.of(request, Protocol.OPENAI_CHAT, chat),
                        chat.path("model").asText("")))
                .thenApply(TransformedRequests::shown);
    }

    private static JsonNode shown(UpstreamRequest request) {
        ObjectNode answer =
                Desk.JSON.createObjectNode().put("raw_request_api_base", SecretNames.address(request.uri()));
        int size = request.body().stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer whole = ByteBuffer.allocate(size);
        request.body().forEach(piece -> whole.put(piece.duplicate()));
        try {
            answer.set("raw_request_body", Desk.JSON.readTree(whole.array()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ObjectNode headers = answer.putObject("raw_request_headers");
        request.headers().forEach((name, value) -> headers.put(name, SecretNames.isSecret(name) ? "****" : value));
        return answer.putNull("error");
    }
}
