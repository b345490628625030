package io.sluice.gateway.identity;

import io.sluice.contracts.SeamJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys for a few minutes that open realtime sessions and nothing else, in the name of the key that asked for them. All that they say is in them, sealed (AES-GCM) with
 * what follows from the master key, so every gateway knows them and nobody keeps them. Thread-safe.
 */
public final class EphemeralKeys {

    public static final String PREFIX = "ek_";

    private static final String PURPOSE = "sluice: ephemeral keys of realtime sessions, 1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** What a seal may grow to when it is opened. */
    private static final int LONGEST = 1 << 20;

    private final SecretKeySpec key;

    /**
     * What an ephemeral key is good for.
     *
     * @param keyHash of the key in whose name it is
     * @param admin that one is the master key
     * @param model that its sessions have, as the client named it
     * @param session JSON with which its sessions begin
     * @param expiresAt seconds since 1970
     */
    public record Grant(String keyHash, boolean admin, String model, String session, long expiresAt) {}

    public EphemeralKeys(String masterKey) {
        try {
            Mac mac = Mac.getInstance(MAC);
            // an installation without keys has an empty one, which no Mac takes
            mac.init(new SecretKeySpec((masterKey + '\n').getBytes(StandardCharsets.UTF_8), MAC));
            key = new SecretKeySpec(mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    public String seal(Grant grant) {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, deflated(SeamJson.bytes(grant)))
                .orElseThrow();
        byte[] all = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** Empty for what this installation did not seal, and for what has expired. */
    public Optional<Grant> open(String shown) {
        if (!shown.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(shown.substring(PREFIX.length()));
            if (all.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(all, NONCE_BYTES, all.length))
                    .map(plain -> SeamJson.read(inflated(plain), Grant.class))
                    .filter(grant -> Instant.now().getEpochSecond() < grant.expiresAt());
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> crypt(int mode, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException forged) {
            return Optional.empty();
        }
    }

    private static byte[] deflated(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] inflated(byte[] packed) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(LONGEST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
