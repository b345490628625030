package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.util.Set;

/**
 * What a client makes of a stream.
 *
 * @param value the assembled answer
 * @param broken the rules of order that the stream breaks, in words
 */
record Assembled(ObjectNode value, Set<String> broken) {

    /** Of the protocol that the client spoke, told from the path. */
    static Assembled of(String requestPath, JsonNode events) {
        String path = requestPath.split("\\?", 2)[0];
        try {
            if (path.endsWith("/messages")) {
                return new MessagesStream().read(events);
            }
            if (path.endsWith("/responses")) {
                return new ResponsesStream().read(events);
            }
            return path.contains("enerateContent") ? new GoogleStream().read(events) : new ChatStream().read(events);
        } catch (WrongShape e) {
            return new Assembled(Json.object(), Set.of("events of the wrong shape: " + e.getMessage()));
        }
    }
}
