package io.sluice.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.http.Multipart;
import io.sluice.conformance.json.Json;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends the requests of cases to one gateway. Safe for many threads; each request has a connection of its own. */
public final class GatewayClient {
    private final URI gateway;
    private final Duration patience;

    public GatewayClient(URI gateway, Duration patience) {
        this.gateway = gateway;
        this.patience = patience;
    }

    /** The answer as cases keep it; status 0 when there was none. Never throws for what the gateway does. */
    public ObjectNode send(JsonNode request, Masks masks) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("authorization", "Bearer " + masks.key());
        headers.put("accept", "*/*");
        byte[] body = body(request, masks, headers);
        for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (header.getValue().isNull()) {
                headers.remove(name);
            } else {
                headers.put(name, masks.fill(header.getValue().asText()));
            }
        }
        String path = masks.fill(request.path("path").asText());
        try {
            return ClientAnswer.of(
                    HttpExchange.send(gateway, request.path("method").asText(), path, headers, body, patience));
        } catch (SocketTimeoutException e) {
            return ClientAnswer.none("no answer in time");
        } catch (IOException | NumberFormatException e) {
            return ClientAnswer.none("no answer: " + e);
        }
    }

    /** Whether the gateway says that it is ready. */
    public boolean isReady() {
        try {
            HttpExchange health =
                    HttpExchange.send(gateway, "GET", "/health/liveliness", Map.of(), null, Duration.ofSeconds(5));
            return health.status() == 200;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static byte @Nullable [] body(JsonNode request, Masks masks, Map<String, String> headers) {
        if (request.has("form")) {
            headers.put("content-type", Multipart.contentType());
            return Multipart.write(Json.mapTexts(request.path("form"), masks::fillBody));
        }
        if (!request.has("text") && !request.has("body")) {
            return null;
        }
        headers.put("content-type", "application/json");
        String text = request.has("text") ? request.path("text").asText() : Json.compact(request.path("body"));
        return masks.fillBody(text).getBytes(StandardCharsets.UTF_8);
    }
}
