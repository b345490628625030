package io.sluice.router.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Span;
import io.sluice.router.failure.UnsupportedRequestException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request that stands within another one, as a call of its own: its bytes, and where the members stand in them. */
public final class JsonCall {

    private JsonCall() {}

    /**
     * The call.
     *
     * @param asked the call within which it stands: whoever made that one makes this one
     * @throws UnsupportedRequestException when it is nested deeper than a request may be
     */
    public static RouteRequest of(RouteRequest asked, Protocol protocol, ObjectNode json) {
        byte[] body = SeamJson.bytes(json);
        List<BodyScan.Member> members;
        try {
            members = members(body);
        } catch (MalformedJsonException tooDeep) {
            throw new UnsupportedRequestException("it is nested too deeply");
        }
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
                body.length,
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
                ByteBuffer.wrap(body),
                -1,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of());
    }

    /** The members of an object. */
    public static List<BodyScan.Member> members(byte[] json) {
        List<BodyScan.Member> members = new ArrayList<>();
        JsonBytes.members(json, 0, json.length, (nameStart, nameEnd, valueStart, valueEnd) -> {
            members.add(new BodyScan.Member(
                    JsonBytes.text(json, nameStart, nameEnd),
                    new Span(nameStart, valueEnd),
                    new Span(valueStart, valueEnd)));
            return true;
        });
        return members;
    }
}
