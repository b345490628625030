package io.sluice.router.conversation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of a tool call with the proof of the thought that led to it behind it: clients of protocols that have no place for a proof bring back an
 * id unchanged, and nothing else. LiteLLM does the same ({@code litellm-behaviour.md} 8.4), with a proof in standard base64; here it is in the
 * alphabet for URLs without padding (RFC 4648, 5), because Anthropic takes no other characters in ids.
 *
 * @param id as the provider gave it
 * @param signature in standard base64, or null
 */
public record SignedId(String id, @Nullable String signature) {

    /** What is between id and proof. */
    public static final String MARK = "__thought__";

    private static final int GROUP = 4;

    /** An id in JSON, up to the mark. Inside of a JSON text the quotes around a name have a backslash before them, so prose does not match. */
    private static final Pattern IN_JSON = Pattern.compile(
            "(\"(?:id|call_id|tool_call_id|tool_use_id)\"\\s*:\\s*\"[^\"\\\\]*?)" + MARK + "[^\"\\\\]*\"");

    /** Reads what a client brings back. */
    public static SignedId of(String told) {
        int at = told.indexOf(MARK);
        return at < 0
                ? new SignedId(told, null)
                : new SignedId(told.substring(0, at), standard(told.substring(at + MARK.length())));
    }

    /** What a client is told. */
    public String told() {
        return signature == null ? id : id + MARK + forUrls(signature);
    }

    /** Whether a body holds the mark. It may be of many megabytes, so nothing is copied, and most bytes are not looked at. */
    public static boolean isIn(ByteBuffer json) {
        int length = MARK.length();
        int at = json.position();
        while (at + length <= json.limit()) {
            char last = (char) (json.get(at + length - 1) & 0xFF);
            if (last == '_' && matches(json, at)) {
                return true;
            }
            at += Math.max(1, length - 1 - MARK.lastIndexOf(last, length - 2));
        }
        return false;
    }

    private static boolean matches(ByteBuffer json, int at) {
        for (int i = 0; i < MARK.length(); i++) {
            if (json.get(at + i) != (byte) MARK.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The same JSON with plain ids: proofs are for the provider that gave them, and others limit the length of an id. */
    public static byte[] plain(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        return IN_JSON.matcher(text).replaceAll("$1\"").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String forUrls(String base64) {
        String text = base64.replace('+', '-').replace('/', '_');
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return text.substring(0, end);
    }

    private static String standard(String base64) {
        String text = base64.replace('-', '+').replace('_', '/');
        return text + "=".repeat((GROUP - text.length() % GROUP) % GROUP);
    }
}
