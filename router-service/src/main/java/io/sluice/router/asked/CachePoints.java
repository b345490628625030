package io.sluice.router.asked;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Target;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Marks messages of a chat for the provider's prompt cache where the deployment says so, {@code cache_control_injection_points: [{location:
 * message, role: system}, {location: message, index: -1}]} (docs.litellm.ai/docs/tutorials/prompt_caching). A role marks each message of it, an
 * index one, counted from the end when it is negative. A mark that the client set stays.
 */
public final class CachePoints {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PARAM = "cache_control_injection_points";
    private static final String MARK = "cache_control";

    private CachePoints() {}

    /** The request itself when there is nothing to mark. */
    public static RouteRequest marked(RouteRequest request, Target target) {
        Object configured = target.params().values().get(PARAM);
        if (configured == null || request.protocol() != Protocol.OPENAI_CHAT) {
            return request;
        }
        JsonNode messages = messages(request);
        if (!(messages instanceof ArrayNode list)) {
            return request;
        }
        for (JsonNode point : JSON.<JsonNode>valueToTree(configured)) {
            if (point.path("location").asText().equals("message")) {
                mark(list, point);
            }
        }
        return ChangedBody.of(request, Map.of("messages", list));
    }

    private static JsonNode messages(RouteRequest request) {
        for (BodyScan.Member member : request.scan().topLevel()) {
            if (member.name().equals("messages")) {
                try {
                    return JSON.readTree(new String(member.value().of(request.body()), StandardCharsets.UTF_8));
                } catch (JsonProcessingException unreadable) {
                    return MissingNode.getInstance(); // the wire says what is wrong with it
                }
            }
        }
        return MissingNode.getInstance();
    }

    private static void mark(ArrayNode messages, JsonNode point) {
        JsonNode control = point.path("control").isObject()
                ? point.path("control")
                : JSON.createObjectNode().put("type", "ephemeral");
        JsonNode position = point.path("index");
        if (position.canConvertToInt()) {
            int index = position.asInt() < 0 ? messages.size() + position.asInt() : position.asInt();
            mark(messages.path(index), control);
            return;
        }
        for (JsonNode message : messages) {
            if (message.path("role").equals(point.path("role"))) {
                mark(message, control);
            }
        }
    }

    /** A list of parts is marked at its last part, which is how far the cache reaches; a plain text at its message. */
    private static void mark(JsonNode message, JsonNode control) {
        JsonNode content = message.path("content");
        JsonNode marked = content.isArray() && !content.isEmpty() ? content.path(content.size() - 1) : message;
        if (marked instanceof ObjectNode object && !object.has(MARK)) {
            object.set(MARK, control.deepCopy());
        }
    }
}
