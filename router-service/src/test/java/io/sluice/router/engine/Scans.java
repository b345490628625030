package io.sluice.router.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Scans a body as the gateway does, for tests that have no gateway. */
public final class Scans {

    private Scans() {}

    public static BodyScan of(byte[] json) {
        List<BodyScan.Member> members = new ArrayList<>();
        JsonBytes.members(
                json,
                0,
                json.length,
                (nameStart, nameEnd, valueStart, valueEnd) -> members.add(new BodyScan.Member(
                        JsonBytes.text(json, nameStart, nameEnd),
                        new Span(nameStart, valueEnd),
                        new Span(valueStart, valueEnd))));
        JsonNode root = tree(json);
        return new BodyScan(
                root.path("model").asText(null),
                value(members, "model"),
                root.path("stream").asBoolean(false),
                value(members, "stream"),
                root.path("stream_options").path("include_usage").asBoolean(false),
                value(members, "stream_options"),
                root.path("max_tokens").asLong(-1),
                value(members, "max_tokens"),
                root.path("n").asInt(1),
                null,
                List.of(),
                json.length,
                members,
                1,
                members.isEmpty());
    }

    private static JsonNode tree(byte[] json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Span value(List<BodyScan.Member> members, String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .map(BodyScan.Member::value)
                .findFirst()
                .orElse(Span.ABSENT);
    }
}
