package io.sluice.router.fallback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A step from a group that failed to another one.
 *
 * @param changes members that the request has there: a client may write a fallback as an object with a model and what else differs
 */
public record Hop(String group, Map<String, JsonNode> changes) {

    static Hop to(String group) {
        return new Hop(group, Map.of());
    }
}
