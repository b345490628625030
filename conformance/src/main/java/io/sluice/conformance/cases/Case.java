package io.sluice.conformance.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One recorded conversation.
 *
 * @param source the case as it was recorded; the conformance data's README describes its members
 * @param deployments the {@code model_list} entries that it needs
 * @param upstream the scripted answers, in order, by slot
 */
public record Case(ObjectNode source, List<JsonNode> deployments, Map<String, List<JsonNode>> upstream) {

    public String id() {
        return source.path("id").asText();
    }

    public String area() {
        return source.path("area").asText();
    }

    public String feature() {
        return source.path("feature").asText();
    }

    public String provider() {
        return source.path("provider").asText();
    }

    public String profile() {
        return source.path("profile").asText();
    }

    /** Requests and pauses that come first; their answers do not count. */
    public JsonNode before() {
        return source.path("before");
    }

    public JsonNode request() {
        return source.path("request");
    }

    public JsonNode expectedRequests() {
        return source.path("expect").path("upstream_requests");
    }

    public JsonNode expectedResponse() {
        return source.path("expect").path("response");
    }

    /** Paths that are not compared; {@code *} alone frees the whole case. */
    public List<String> free() {
        return Json.texts(source.path("free"));
    }

    /** The only aspects to compare; empty means all that count. */
    public List<String> checks() {
        return Json.texts(source.path("checks"));
    }

    /** Why LiteLLM looks wrong here, or an empty text. */
    public String suspect() {
        return source.path("suspect").asText("");
    }

    /** Whether nothing else may run at the same time. */
    public boolean alone() {
        return source.path("alone").asBoolean();
    }

    /** Whether the provider's requests may come in any order of slots. */
    public boolean unordered() {
        return source.path("unordered").asBoolean();
    }

    /** How long late upstream requests may still come after the answer. */
    public Duration settle() {
        return Duration.ofMillis(source.path("settle_ms").asLong());
    }

    /** All that the provider may say in this case. */
    public List<JsonNode> answers() {
        List<JsonNode> all = new ArrayList<>();
        upstream.values().forEach(all::addAll);
        return all;
    }
}
