package io.sluice.accounting.keys;

import io.sluice.accounting.access.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Making, naming and hashing keys (litellm-behaviour 4.2). The books store the hash alone. */
public final class KeyMaterial {

    private static final int RANDOM_BYTES = 24;
    private static final int CHOSEN_MIN = 16;
    private static final int CHOSEN_MAX = 256;
    private static final int NAMED_CHARACTERS = 4;
    private static final String PREFIX = "sk-";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CHOSEN = Pattern.compile("[\\x21-\\x7e]+");

    private KeyMaterial() {}

    static String generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        // one of its own: what a class holds when an executable is compiled has the same seed wherever that runs
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws ApiException 400 when a key that a caller chose is not fit to be one */
    static String chosen(String key) {
        if (!key.startsWith(PREFIX)) {
            throw ApiException.badRequest("Invalid key format. LiteLLM Virtual Key must start with 'sk-'.", "key");
        }
        if (key.length() < CHOSEN_MIN
                || key.length() > CHOSEN_MAX
                || !CHOSEN.matcher(key).matches()) {
            throw ApiException.badRequest(
                    "Invalid key format. A chosen key needs " + CHOSEN_MIN + " to " + CHOSEN_MAX
                            + " printable ASCII characters.",
                    "key");
        }
        return key;
    }

    /** Management calls name a key by itself or by its hash. */
    public static String hashOf(String keyOrHash) {
        return isHash(keyOrHash) ? keyOrHash : sha256(keyOrHash);
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    static String nameOf(String key) {
        return PREFIX + "..." + key.substring(key.length() - NAMED_CHARACTERS);
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
