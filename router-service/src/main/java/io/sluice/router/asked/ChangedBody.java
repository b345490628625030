package io.sluice.router.asked;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Span;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request with some members of its body replaced: what stays is copied byte for byte, the new ones follow. */
public final class ChangedBody {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<BodyScan.Member> members = new ArrayList<>();

    private ChangedBody() {}

    public static RouteRequest of(RouteRequest request, Map<String, JsonNode> changes) {
        if (changes.isEmpty()) {
            return request;
        }
        ChangedBody changed = new ChangedBody();
        changed.write(request, changes);
        byte[] body = changed.bytes.toByteArray();
        BodyScan scan = changed.scan(
                request.scan(), changes, body.length, request.body().remaining());
        return request.withBody(scan, ByteBuffer.wrap(body));
    }

    private void write(RouteRequest request, Map<String, JsonNode> changes) {
        bytes.write('{');
        for (BodyScan.Member member : request.scan().topLevel()) {
            if (!changes.containsKey(member.name())) {
                byte[] whole = member.whole().of(request.body());
                int value = member.value().start() - member.whole().start();
                add(member.name(), whole, value);
            }
        }
        changes.forEach((name, node) -> {
            byte[] head = (quoted(name) + ':').getBytes(StandardCharsets.UTF_8);
            byte[] value = node.toString().getBytes(StandardCharsets.UTF_8);
            byte[] whole = ByteBuffer.allocate(head.length + value.length)
                    .put(head)
                    .put(value)
                    .array();
            add(name, whole, head.length);
        });
        bytes.write('}');
    }

    private static String quoted(String name) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(name).toString();
    }

    private void add(String name, byte[] whole, int valueAt) {
        if (!members.isEmpty()) {
            bytes.write(',');
        }
        int start = bytes.size();
        bytes.writeBytes(whole);
        members.add(new BodyScan.Member(name, new Span(start, bytes.size()), new Span(start + valueAt, bytes.size())));
    }

    /** @param bodySize before the change: what the request weighs beside it stays */
    private BodyScan scan(BodyScan before, Map<String, JsonNode> changes, int size, int bodySize) {
        long maxTokens = before.maxTokens();
        for (String name : List.of("max_tokens", "max_completion_tokens", "max_output_tokens")) {
            JsonNode cap = changes.get(name);
            maxTokens = cap != null && cap.canConvertToLong() ? cap.longValue() : maxTokens;
        }
        JsonNode choices = changes.get("n");
        return new BodyScan(
                before.model(),
                span("model"),
                before.stream(),
                span("stream"),
                before.includeUsage(),
                span("stream_options"),
                maxTokens,
                capSpan(),
                choices != null && choices.canConvertToInt() ? Math.max(1, choices.intValue()) : before.choices(),
                before.user(),
                before.tags(),
                size + before.textBytes() - bodySize,
                members,
                1,
                members.isEmpty());
    }

    private Span capSpan() {
        for (String name : List.of("max_completion_tokens", "max_output_tokens", "max_tokens")) {
            Span span = span(name);
            if (!span.equals(Span.ABSENT)) {
                return span;
            }
        }
        return Span.ABSENT;
    }

    private Span span(String name) {
        for (BodyScan.Member member : members) {
            if (member.name().equals(name)) {
                return member.value();
            }
        }
        return Span.ABSENT;
    }
}
