package io.sluice.conformance.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.conformance.http.Multipart;
import io.sluice.conformance.http.Sha256;
import io.sluice.conformance.json.Json;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Turns a received request into the form in which cases keep upstream requests. */
final class Capture {
    /** Headers that transports and tracing add; they say nothing about a gateway. */
    private static final Pattern TRANSPORT = Pattern.compile(
            "host|content-length|user-agent|accept.*|connection|transfer-encoding|x-stainless-.*|traceparent|tracestate|x-b3-.*"
                    + "|x-amz-date|x-amz-content-sha256|x-forwarded-.*|forwarded|via|expect|amz-sdk-.*|x-amzn-trace-id|cookie|priority|date"
                    + "|x-request-id|x-correlation-id|baggage");

    private Capture() {}

    static ObjectNode of(String slot, ReceivedRequest request) {
        ObjectNode headers = headers(request);
        String path = request.pathInSlot();
        ObjectNode captured = Json.object()
                .put("slot", slot)
                .put("method", request.method())
                .put("path", path.isEmpty() ? "/" : path);
        captured.set("headers", headers);
        if (!request.query().isEmpty()) {
            captured.set("query", query(request.query()));
        }
        if (headers.path("content-type").asText().equals("multipart/form-data")) {
            captured.set("form", Multipart.read(request.header("content-type"), request.body()));
        } else if (request.json().isPresent()) {
            captured.set("body", request.json().get());
        } else if (request.body().length > 0) {
            putText(captured, request.body());
        }
        return captured;
    }

    private static ObjectNode headers(ReceivedRequest request) {
        ObjectNode kept = Json.object();
        request.headers().forEach((name, value) -> {
            if (!TRANSPORT.matcher(name).matches()) {
                kept.put(name, name.equals("content-type") ? value.split(";", 2)[0].strip() : value);
            }
        });
        if (request.header("authorization").startsWith("AWS4-")) {
            kept.put("authorization", AwsSignature.describe(request).orElse("AWS4 unreadable"));
        }
        return kept;
    }

    private static ObjectNode query(String query) {
        ObjectNode parameters = Json.object();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            JsonNode value = TextNode.valueOf(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            JsonNode there = parameters.get(name);
            if (there == null) {
                parameters.set(name, value);
            } else if (there instanceof ArrayNode several) {
                several.add(value);
            } else {
                parameters.set(name, Json.array().add(there).add(value));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void putText(ObjectNode captured, byte[] body) {
        try {
            captured.put(
                    "text",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException e) {
            captured.put("sha256", Sha256.hex(body));
        }
    }
}
