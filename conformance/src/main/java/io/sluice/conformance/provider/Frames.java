package io.sluice.conformance.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.conformance.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bytes of scripted stream frames, in the encoding of their kind. */
final class Frames {
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "sse", "text/event-stream",
            "jsonl", "application/x-ndjson",
            "raw", "application/json",
            "aws", "application/vnd.amazon.eventstream");

    private Frames() {}

    static String contentType(String kind) {
        return CONTENT_TYPES.getOrDefault(kind, "application/octet-stream");
    }

    /** The frames to send, those left out whose condition does not hold. */
    static List<byte[]> encode(String kind, JsonNode frames, boolean usageWanted) {
        List<byte[]> encoded = new ArrayList<>();
        for (JsonNode frame : frames) {
            boolean conditional = frame.has("$if");
            if (conditional && "include_usage".equals(frame.path("$if").asText()) && !usageWanted) {
                continue;
            }
            encoded.add(encode(kind, conditional ? frame.path("data") : frame));
        }
        return encoded;
    }

    private static byte[] encode(String kind, JsonNode frame) {
        return switch (kind) {
            case "sse" -> utf8(serverSentEvent(frame));
            case "jsonl" -> utf8(text(frame.isArray() ? frame.path(1) : frame) + "\n");
            case "aws" -> amazon(frame);
            case "raw" -> utf8(text(frame));
            default -> throw new IllegalArgumentException("a stream of unknown kind " + kind);
        };
    }

    private static String serverSentEvent(JsonNode frame) {
        if (frame.isArray()) {
            return "event: " + frame.path(0).asText() + "\ndata: " + Json.compact(frame.path(1)) + "\n\n";
        }
        return frame.has("$raw") ? frame.path("$raw").asText() : "data: " + text(frame) + "\n\n";
    }

    private static byte[] amazon(JsonNode frame) {
        if (frame.has("$raw64")) {
            return Base64.getDecoder().decode(frame.path("$raw64").asText());
        }
        String kind = frame.path("exception").asBoolean() ? "exception" : "event";
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":" + kind + "-type", frame.path("event").asText());
        headers.put(":content-type", "application/json");
        headers.put(":message-type", kind);
        return AwsEventStream.message(headers, utf8(Json.compact(frame.path("payload"))));
    }

    private static String text(JsonNode frame) {
        return frame.isTextual() ? frame.textValue() : Json.compact(frame);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
