package io.sluice.router.client.gemini;

import io.sluice.contracts.routing.RouteRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How a client of {@code streamGenerateContent} wants the pieces: cloud.google.com/apis/docs/system-parameters, {@code alt}. */
public enum StreamForm {
    /** Server-sent events: {@code alt=sse}. */
    EVENTS("text/event-stream; charset=utf-8"),
    /** One JSON array that grows: what Google gives when nothing is said. */
    ARRAY("application/json; charset=utf-8");

    private static final Pattern SSE = Pattern.compile(".*[?&](alt|%24alt|\\$alt)=sse(&.*)?");

    private final String contentType;

    StreamForm(String contentType) {
        this.contentType = contentType;
    }

    public static StreamForm of(RouteRequest request) {
        String path = request.headers().get(RouteRequest.PATH);
        return path == null || SSE.matcher(path).matches() ? EVENTS : ARRAY;
    }

    public String contentType() {
        return contentType;
    }

    /** What stands before a piece. */
    public byte[] before(boolean first) {
        return (this == EVENTS ? "data: " : first ? "[" : ",\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public byte[] after() {
        return (this == EVENTS ? "\n\n" : "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** What stands at the end of all. */
    public byte[] end() {
        return (this == EVENTS ? "" : "]\n").getBytes(StandardCharsets.UTF_8);
    }

    /** An error in mid-stream, which ends it. */
    public ByteBuffer failure(byte[] json) {
        byte[] before = before(false);
        byte[] after = after();
        byte[] end = end();
        return ByteBuffer.allocate(before.length + json.length + after.length + end.length)
                .put(before)
                .put(json)
                .put(after)
                .put(end)
                .flip();
    }
}
