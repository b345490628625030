package io.sluice.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;

/** Puts the parts of a stream into events, or into a JSON list that is open until its end. For one stream. */
final class Framing {

    private final boolean events;
    private boolean begun;

    Framing(boolean events) {
        this.events = events;
    }

    Buffer frame(JsonNode part) {
        if (events) {
            return Buffer.buffer("data: " + part + "\r\n\r\n");
        }
        String start = begun ? ",\r\n" : "[";
        begun = true;
        return Buffer.buffer(start + part);
    }

    Buffer error(GoogleError error) {
        String json = error.toJson(null).toString();
        return Buffer.buffer(events ? "data: " + json + "\r\n\r\n" : ",\r\n" + json + "\n]\n");
    }
}
