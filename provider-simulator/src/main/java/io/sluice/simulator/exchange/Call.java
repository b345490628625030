package io.sluice.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.faults.Shape;
import io.vertx.core.MultiMap;

/**
 * A request that has arrived whole.
 *
 * @param number the call's number in the journal
 * @param path the path without the query
 * @param body the JSON of the body, missing when it is none
 * @param shape how it is to be answered
 */
public record Call(long number, String method, String path, MultiMap headers, JsonNode body, Shape shape) {

    /** The model's name as sent, empty when there is none. */
    public String model() {
        return body.path("model").asText("");
    }

    /** The API key of whatever header it came in, empty when there is none. */
    public static String key(MultiMap headers) {
        String bearer = headers.get("authorization");
        if (bearer != null && bearer.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return bearer.substring(7).strip();
        }
        String key = headers.get("x-api-key");
        String azure = key == null ? headers.get("api-key") : key;
        return azure == null ? "" : azure;
    }
}
