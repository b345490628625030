package io.sluice.configuration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what is kept in the database and must not be read there: AES-256-GCM, with a key that is derived from {@code LITELLM_SALT_KEY} or else
 * the master key, as LiteLLM chooses it ({@code litellm-behaviour.md} 4.2), by HKDF-SHA256 (RFC 5869). What is sealed belongs to a context, the
 * id of its row say: moved to another one it cannot be opened. Thread-safe. Never prints its key.
 *
 * <p>A sealed text is {@code v1.<mark of the key>.<base64url of nonce and ciphertext>}. The mark tells a wrong key from a damaged text; it says
 * nothing about the key.
 */
public final class SecretBox {

    private static final String VERSION = "v1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MARK_BYTES = 4;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final String mark;

    private SecretBox(String secret) {
        byte[] extracted = hmac(bytes("sluice.secret-box"), bytes(secret));
        key = new SecretKeySpec(expanded(extracted, "key"), "AES");
        mark = HexFormat.of().formatHex(Arrays.copyOf(expanded(extracted, "mark"), MARK_BYTES));
    }

    /** Empty when the configuration has neither key. */
    public static Optional<SecretBox> of(Configuration configuration) {
        return configuration
                .environment()
                .get("LITELLM_SALT_KEY")
                .or(() -> configuration.general().string("master_key"))
                .map(SecretBox::of);
    }

    /** @param secret whose strength is that of the box: there is no way to slow down who tries to guess it */
    public static SecretBox of(String secret) {
        return new SecretBox(secret);
    }

    public String seal(String text, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(bytes(text));
            byte[] whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return VERSION
                    + '.'
                    + mark
                    + '.'
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** @throws SealException when it was sealed with another key, for another context, or was changed */
    public String open(String sealed, String context) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new SealException("its secrets are not sealed in a form that this version knows");
        }
        if (!MessageDigest.isEqual(bytes(parts[1]), bytes(mark))) {
            throw new SealException(
                    "its secrets were sealed with another key: LITELLM_SALT_KEY (or, where it is not set, the master key)"
                            + " is not the one with which they were stored");
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(parts[2]);
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            return new String(
                    cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES),
                    StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new SealException("its secrets were changed after they had been sealed");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bytes(context));
        return cipher;
    }

    /** The first block of HKDF's second step. */
    private static byte[] expanded(byte[] extracted, String purpose) {
        byte[] info = bytes(purpose);
        byte[] block = Arrays.copyOf(info, info.length + 1);
        block[info.length] = 1;
        return hmac(extracted, block);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SecretBox[" + mark + ']';
    }
}
