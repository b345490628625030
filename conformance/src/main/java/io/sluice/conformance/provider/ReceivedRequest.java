package io.sluice.conformance.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.conformance.http.HttpReader;
import io.sluice.conformance.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as the scripted provider got it.
 *
 * @param path with the slot, without the query
 * @param query raw, empty when there is none
 */
record ReceivedRequest(
        String method, String path, String query, Map<String, String> headers, byte[] body, Optional<JsonNode> json) {
    private static final Pattern SLOT = Pattern.compile("/s/([^/]+)(/.*|$)");

    /** The next request of a connection, or null when the connection has ended. */
    static @Nullable ReceivedRequest read(HttpReader in) throws IOException {
        String start = in.line();
        if (start == null) {
            return null;
        }
        String[] words = start.split(" ", 3);
        if (words.length < 3) {
            throw new IOException("no request line: " + start);
        }
        Map<String, String> headers = in.headers();
        byte[] body = body(in, headers);
        int mark = words[1].indexOf('?');
        return new ReceivedRequest(
                words[0],
                mark < 0 ? words[1] : words[1].substring(0, mark),
                mark < 0 ? "" : words[1].substring(mark + 1),
                headers,
                body,
                body.length == 0 ? Optional.empty() : Json.parse(body));
    }

    private static byte[] body(HttpReader in, Map<String, String> headers) throws IOException {
        if (!HttpReader.isChunked(headers)) {
            return in.exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] chunk = in.chunk(); chunk.length > 0; chunk = in.chunk()) {
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The slot that the path names, or empty. */
    Optional<String> slot() {
        Matcher m = SLOT.matcher(path);
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /** The path behind the slot. */
    String pathInSlot() {
        Matcher m = SLOT.matcher(path);
        return m.matches() ? m.group(2) : path;
    }

    boolean wantsStream() {
        return path.contains("stream")
                || path.contains("Stream")
                || json.filter(j ->
                                j.path("stream").isBoolean() && j.path("stream").booleanValue())
                        .isPresent();
    }

    boolean wantsUsage() {
        return json.filter(j -> Json.says(j.path("stream_options").path("include_usage")))
                .isPresent();
    }
}
