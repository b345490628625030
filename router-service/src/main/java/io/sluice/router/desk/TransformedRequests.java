package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.configuration.SecretNames;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Span;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                        target, request(request, chat), chat.path("model").asText("")))
                .thenApply(TransformedRequests::shown);
    }

    /** The chat as a call of its own: its bytes, and where the members stand in them. */
    private static RouteRequest request(RouteRequest asked, ObjectNode chat) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1_024);
        List<BodyScan.Member> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : chat.properties()) {
            body.write(members.isEmpty() ? '{' : ',');
            int start = body.size();
            body.writeBytes(bytes(TextNode.valueOf(member.getKey())));
            body.write(':');
            int value = body.size();
            body.writeBytes(bytes(member.getValue()));
            int end = body.size();
            members.add(new BodyScan.Member(member.getKey(), new Span(start, end), new Span(value, end)));
        }
        body.writeBytes(members.isEmpty() ? new byte[] {'{', '}'} : new byte[] {'}'});
        byte[] json = body.toByteArray();
        BodyScan scan = new BodyScan(
                chat.path("model").asText(""),
                Span.ABSENT,
                chat.path("stream").asBoolean(false),
                Span.ABSENT,
                false,
                Span.ABSENT,
                -1,
                Span.ABSENT,
                1,
                null,
                List.of(),
                json.length,
                members,
                1,
                members.isEmpty());
        return new RouteRequest(
                asked.requestId(),
                Protocol.OPENAI_CHAT,
                asked.caller(),
                chat.path("model").asText(""),
                chat.path("model").asText(""),
                scan,
                ByteBuffer.wrap(json),
                -1,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of());
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
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
