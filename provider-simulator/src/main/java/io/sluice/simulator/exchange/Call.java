package io.sluice.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.faults.Shape;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that has arrived whole.
 *
 * @param number the call's number in the journal
 * @param path the path without the query, percent-encoded as it was sent
 * @param query the query as it was sent, empty when there is none
 * @param raw the body as it was sent
 * @param body the JSON of the body, or the texts of a form as an object; missing when it is neither
 * @param uploads the files of a form
 * @param shape how it is to be answered
 */
public record Call(
        long number,
        String method,
        String path,
        String query,
        MultiMap headers,
        Buffer raw,
        JsonNode body,
        List<Upload> uploads,
        Shape shape) {

    /** Reads the body as what its content type says. */
    public static Call of(
            long number, String method, String path, @Nullable String query, MultiMap headers, Buffer raw) {
        Form form = Form.of(headers.get("content-type"), raw);
        JsonNode body = form != null ? form.fields() : raw.length() == 0 ? Json.object() : Json.read(raw);
        List<Upload> uploads = form == null ? List.of() : form.uploads();
        String asked = query == null ? "" : query;
        return new Call(number, method, path, asked, headers, raw, body, uploads, Shape.PLAIN);
    }

    /** The same call, to be answered in this shape. */
    public Call shaped(Shape as) {
        return new Call(number, method, path, query, headers, raw, body, uploads, as);
    }

    /** The same call with another path and body. */
    public Call with(String newPath, JsonNode newBody) {
        return new Call(number, method, newPath, query, headers, raw, newBody, uploads, shape);
    }

    /** The model's name as sent, empty when there is none. */
    public String model() {
        return body.path("model").asText("");
    }

    /** A parameter of the query, empty when there is none. */
    public String parameter(String name) {
        return query.isEmpty() ? "" : Form.pairs(query).path(name).asText("");
    }

    /** A header, empty when there is none. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** The address at which the caller reached this simulator, without a path. */
    public String base() {
        return "http://" + header("host");
    }

    /** A part of the path without its percent-encoding. */
    public static String decoded(String part) {
        return part.indexOf('%') < 0 ? part : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The path's first segment, or the one after {@code /s/<slot>}: where a provider can be named. */
    public String address() {
        int start = 1;
        if (path.startsWith("/s/")) {
            int slot = path.indexOf('/', "/s/".length());
            start = slot < 0 ? 1 : slot + 1;
        }
        int end = path.indexOf('/', start);
        return path.substring(Math.min(start, path.length()), end < 0 ? path.length() : end);
    }

    /** The API key of whatever header or parameter it came in, empty when there is none. */
    public String key() {
        String key = key(headers);
        return key.isEmpty() ? parameter("key") : key;
    }

    /** Whether the key is one that every provider here refuses: none where one is needed, or one with {@code invalid} in it. */
    public boolean barred(boolean keyRequired) {
        String key = key();
        return key.isEmpty() ? keyRequired : key.contains("invalid");
    }

    /** An id in the form of a UUID that no other call has. */
    public String uuid() {
        return "00000000-0000-4000-8000-" + String.format("%012x", number);
    }

    /** The API key of whatever header it came in, empty when there is none. */
    public static String key(MultiMap headers) {
        String authorization = headers.get("authorization");
        if (authorization != null) {
            for (String scheme : new String[] {"Bearer ", "Token "}) {
                if (authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
                    return authorization.substring(scheme.length()).strip();
                }
            }
        }
        for (String name : new String[] {"x-api-key", "api-key", "x-goog-api-key", "xi-api-key"}) {
            String key = headers.get(name);
            if (key != null) {
                return key;
            }
        }
        return "";
    }
}
