package io.sluice.router.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.eventstream.HeaderValue;
import software.amazon.awssdk.eventstream.Message;

/** Event streams as Bedrock sends them. */
final class AwsEvents {

    private AwsEvents() {}

    /** Frames as the recording has them: {@code event}, its {@code payload}, and {@code exception} where it is one. */
    static byte[] of(JsonNode frames) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (JsonNode frame : frames) {
            if (frame.has("$raw64")) {
                stream.writeBytes(
                        Base64.getDecoder().decode(frame.path("$raw64").asText()));
                continue;
            }
            String kind = frame.path("exception").asBoolean() ? "exception" : "event";
            Map<String, HeaderValue> headers = new LinkedHashMap<>();
            headers.put(
                    ":" + kind + "-type",
                    HeaderValue.fromString(frame.path("event").asText()));
            headers.put(":content-type", HeaderValue.fromString("application/json"));
            headers.put(":message-type", HeaderValue.fromString(kind));
            new Message(headers, frame.path("payload").toString().getBytes(StandardCharsets.UTF_8)).encode(stream);
        }
        return stream.toByteArray();
    }
}
