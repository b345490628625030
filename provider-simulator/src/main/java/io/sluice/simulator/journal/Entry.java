package io.sluice.simulator.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call in the journal, as it stood when it was asked for.
 *
 * @param number rising from 1, without gaps
 * @param query the query as sent; a {@code key} in it is not shown in the JSON
 * @param arrivedMicros when its head was read, microseconds since 1970
 * @param endedMicros when it ended (for an aborted call: when the client was found gone), 0 while in flight
 * @param usage the token counts that the answer named, null when it named none
 * @param billed what a provider would charge: all that was produced, also when usage was hidden or the client left
 * @param bytesSent bytes of the answer's body that were written to the connection
 */
public record Entry(
        long number,
        long arrivedMicros,
        long endedMicros,
        String method,
        String path,
        String query,
        MultiMap headers,
        Buffer body,
        String model,
        boolean stream,
        @Nullable String nonce,
        @Nullable String fault,
        int status,
        @Nullable Usage usage,
        Usage billed,
        long bytesSent,
        Outcome outcome) {

    private static final Set<String> SECRET =
            Set.of("authorization", "x-api-key", "api-key", "x-goog-api-key", "xi-api-key", "x-amz-security-token");

    private static final Pattern KEY = Pattern.compile("((?:^|&)key=)[^&]*");

    /** First 16 hexadecimal digits of the SHA-256 of a header's value: what the journal shows of a secret. */
    public static String digest(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The entry as JSON; of the body at most {@code bodyLimit} bytes, as text when they are UTF-8. */
    public ObjectNode toJson(int bodyLimit) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seq", number).put("arrived_us", arrivedMicros);
        if (endedMicros != 0) {
            json.put("ended_us", endedMicros);
        }
        json.put("method", method).put("path", path);
        if (!query.isEmpty()) {
            json.put("query", KEY.matcher(query).replaceAll("$1***"));
        }
        ObjectNode fields = json.putObject("headers");
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            fields.put(name, SECRET.contains(name) ? "sha256:" + digest(header.getValue()) : header.getValue());
        }
        json.put("model", model).put("stream", stream).put("status", status);
        json.put("outcome", outcome.label()).put("bytes_sent", bytesSent);
        if (nonce != null) {
            json.put("nonce", nonce);
        }
        if (fault != null) {
            json.put("fault", fault);
        }
        if (usage != null) {
            put(json.putObject("usage"), usage);
        }
        put(json.putObject("billed"), billed);
        putBody(json, bodyLimit);
        return json;
    }

    private void putBody(ObjectNode json, int bodyLimit) {
        json.put("body_bytes", body.length());
        byte[] bytes = body.getBytes(0, Math.min(bodyLimit, body.length()));
        try {
            json.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            json.put("body_base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static void put(ObjectNode json, Usage usage) {
        json.put("prompt_tokens", usage.prompt()).put("completion_tokens", usage.completion());
        usage.units().putInto(json);
    }
}
