package io.sluice.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.http.Sha256;
import io.sluice.conformance.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns an answer into the form in which cases keep it: status, headers that matter, and the body by its kind. */
final class ClientAnswer {
    private static final Pattern KEPT = Pattern.compile(
            "content-type|retry-after|x-litellm-.*|x-ratelimit-.*|llm_provider-.*|x-request-id|request-id|x-accel-buffering"
                    + "|cache-control|www-authenticate|location|deprecation|warning");
    /** Of those, the ones that are different each time. */
    private static final Pattern VARYING =
            Pattern.compile("x-litellm-(version|call-id|.*duration-ms|timing-.*|key-spend|provider-call-id)"
                    + "|llm_provider-(date|server|content-length|content-type|transfer-encoding|connection)");

    private static final Pattern BINARY = Pattern.compile("(audio|image|video|application/octet).*");
    private static final int LONGEST_TEXT = 4000;

    private ClientAnswer() {}

    static ObjectNode of(HttpExchange exchange) {
        ObjectNode headers = Json.object();
        exchange.headers().forEach((name, value) -> {
            if (KEPT.matcher(name).matches() && !VARYING.matcher(name).matches()) {
                headers.put(name, value);
            }
        });
        ObjectNode answer = Json.object().put("status", exchange.status());
        answer.set("headers", headers);
        if (!exchange.whole()) {
            answer.put("cut", true);
        }
        putBody(answer, headers.path("content-type").asText(), exchange.body());
        return answer;
    }

    /** What stands for the answer when there was none. */
    static ObjectNode none(String why) {
        ObjectNode answer = Json.object().put("status", 0).put("text", why);
        answer.putObject("headers");
        return answer;
    }

    private static void putBody(ObjectNode answer, String type, byte[] body) {
        if (type.contains("text/event-stream")) {
            answer.set("events", ServerSentEvents.read(body));
        } else if (type.contains("json") || body.length > 0 && (body[0] == '{' || body[0] == '[')) {
            Optional<JsonNode> json = body.length == 0 ? Optional.of(Json.MAPPER.nullNode()) : Json.parse(body);
            json.ifPresentOrElse(j -> answer.set("json", j), () -> answer.put("text", utf8(body)));
        } else if (BINARY.matcher(type).matches()) {
            answer.put("sha256", Sha256.hex(body)).put("size", body.length);
        } else if (body.length > 0) {
            String text = utf8(body);
            answer.put("text", text.substring(0, Math.min(LONGEST_TEXT, text.length())));
        }
    }

    private static String utf8(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
