package io.sluice.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.conformance.http.Sha256;
import io.sluice.conformance.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What differs from run to run, replaced by the placeholders that cases use for it, and the other way round for requests.
 *
 * @param provider address of the scripted provider, {@code http://host:port}
 * @param key the master key
 * @param nonce the random word of this run of the case
 */
public record Masks(String provider, String key, String nonce) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern ADDRESS = Pattern.compile("\\b0x[0-9a-f]{6,}");
    private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{64}\\b");
    private static final Pattern TRACE = Pattern.compile("Traceback \\(most recent call last\\):.*", Pattern.DOTALL);

    /** Real values for the placeholders of a header or a path. */
    String fill(String text) {
        return text.replace("${MASTER_KEY}", key).replace("${NONCE}", nonce);
    }

    /** Real values for the placeholders of a body. */
    String fillBody(String text) {
        return text.replace("${UPSTREAM}", provider).replace("${NONCE}", nonce);
    }

    public JsonNode mask(JsonNode value) {
        String hash = Sha256.hex(("sk-oracle-" + nonce).getBytes(StandardCharsets.UTF_8));
        String hidden = "sk-..." + nonce.substring(nonce.length() - 4);
        return Json.mapTexts(
                value,
                text -> impersonal(text.replace(provider, "${UPSTREAM}")
                        .replace(provider.substring("http://".length()), "${UPSTREAM_HOST}")
                        .replace(key, "${MASTER_KEY}")
                        .replace(nonce, "${NONCE}")
                        .replace(hash, "${KEY_HASH}")
                        .replace(hidden, "sk-...${NONCE_END}")));
    }

    private static String impersonal(String text) {
        if (text.contains("PRIVATE KEY")) {
            return "${A PRIVATE KEY}";
        }
        String masked = UUID.matcher(text).replaceAll("\\${UUID}");
        masked = ADDRESS.matcher(masked).replaceAll("0x\\${ANY}");
        masked = HASH.matcher(masked).replaceAll("\\${HASH}");
        return TRACE.matcher(masked).replaceAll("Traceback \\${ANY}");
    }
}
