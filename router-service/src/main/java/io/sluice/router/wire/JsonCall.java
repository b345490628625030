package io.sluice.router.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Span;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request that stands within another one, as a call of its own: its bytes, and where the members stand in them. */
public final class JsonCall {

    private JsonCall() {}

    /** @param asked the call within which it stands: whoever made that one makes this one */
    public static RouteRequest of(RouteRequest asked, Protocol protocol, ObjectNode json) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1_024);
        List<BodyScan.Member> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
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
        byte[] bytes = body.toByteArray();
        String model = json.path("model").asText("");
        BodyScan scan = new BodyScan(
                model,
                Span.ABSENT,
                json.path("stream").asBoolean(false),
                Span.ABSENT,
                false,
                Span.ABSENT,
                -1,
                Span.ABSENT,
                1,
                null,
                List.of(),
                bytes.length,
                members,
                1,
                members.isEmpty());
        return new RouteRequest(
                asked.requestId(),
                protocol,
                asked.caller(),
                model,
                model,
                scan,
                ByteBuffer.wrap(bytes),
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
}
