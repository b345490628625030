package io.sluice.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Server-sent events. Source: HTML Standard, 9.2. */
public final class Sse {

    /** Ends an OpenAI-like stream. */
    public static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    /** An event whose JSON breaks off. */
    public static final Buffer GARBAGE = Buffer.buffer("data: {\"id\":\"garbage\",\"choices\":[{\"delta\":{\"con\n\n");

    private static final CharSequence TYPE = HttpHeaders.createOptimized("text/event-stream");

    private Sse() {}

    /** An event without a name. */
    public static Buffer data(JsonNode data) {
        return Buffer.buffer("data: " + data + "\n\n");
    }

    /** A named event. */
    public static Buffer event(String name, JsonNode data) {
        return Buffer.buffer("event: " + name + "\ndata: " + data + "\n\n");
    }

    /** The headers of such a stream. */
    public static MultiMap headers() {
        return HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, TYPE);
    }

    /** The JSON in an event's data; the missing node when it has none. */
    public static JsonNode read(Buffer event) {
        String text = event.toString();
        int at = text.startsWith("data: ") ? 0 : text.indexOf("\ndata: ") + 1;
        return Json.read(Buffer.buffer(text.substring(at + "data: ".length())));
    }
}
