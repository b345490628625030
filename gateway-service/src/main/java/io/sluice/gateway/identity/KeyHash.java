package io.sluice.gateway.identity;

import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a key: the only form in which keys are kept, compared and asked for. */
public final class KeyHash {

    private static final FastThreadLocal<MessageDigest> DIGEST = new FastThreadLocal<>() {
        @Override
        protected MessageDigest initialValue() throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SHA-256");
        }
    };

    private KeyHash() {}

    static byte[] digest(String key) {
        return DIGEST.get().digest(key.getBytes(StandardCharsets.UTF_8));
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /** Lower-case hex. */
    public static String of(String key) {
        return hex(digest(key));
    }
}
