package io.sluice.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service account of this simulator, with a key that is made when it is first needed. Source:
 * developers.google.com/identity/protocols/oauth2/service-account (HTTP/REST). Safe for use by many threads.
 */
public final class ServiceAccount {

    private static final String EMAIL = "simulated@sluice-simulator.iam.gserviceaccount.com";
    private static final String KEY_ID = "5105c0de425105c0de425105c0de425105c0de42";
    private static final String GOOGLE = "https://oauth2.googleapis.com/token";
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final long HOUR = 3_600;
    private static final long SKEW = 300;

    private @Nullable KeyPair pair;

    /** The account's file as a cloud console hands it out; {@code base} is the simulator's own address. */
    public ObjectNode file(String base) {
        String key = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys().getPrivate().getEncoded());
        return Json.object()
                .put("type", "service_account")
                .put("project_id", "sluice-simulator")
                .put("private_key_id", KEY_ID)
                .put("private_key", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
                .put("client_email", EMAIL)
                .put("client_id", "100000000000000000001")
                .put("auth_uri", base + "/o/oauth2/auth")
                .put("token_uri", base + "/token")
                .put("universe_domain", "googleapis.com");
    }

    /**
     * Why an assertion does not prove that it comes from this account, null when it does.
     *
     * @param audience what its {@code aud} must be when it is not Google's own address, which the official libraries name wherever
     *     they send it
     */
    @Nullable
    String flaw(String assertion, String audience, long now) {
        List<String> parts = List.of(DOT.split(assertion));
        if (parts.size() != 3) {
            return "Invalid JWT: it has not three parts.";
        }
        JsonNode head = decoded(parts.get(0));
        JsonNode claims = decoded(parts.get(1));
        if (!head.path("alg").asText("").equals("RS256")) {
            return "Invalid JWT: the algorithm must be RS256.";
        }
        if (!claims.path("iss").asText("").equals(EMAIL)) {
            return "Invalid grant: account not found";
        }
        String meant = claims.path("aud").asText("");
        if (!meant.equals(GOOGLE) && !meant.equals(audience)) {
            return "Invalid JWT: Failed audience check. The right audience is " + GOOGLE;
        }
        long issued = claims.path("iat").asLong();
        long expires = claims.path("exp").asLong();
        if (issued > now + SKEW || expires < now || expires - issued > HOUR) {
            return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.";
        }
        if (claims.path("scope").asText("").isEmpty()) {
            return "Invalid OAuth scope or ID token audience provided.";
        }
        return signed(parts.get(0) + "." + parts.get(1), parts.get(2)) ? null : "Invalid JWT Signature.";
    }

    private boolean signed(String content, String signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(keys().getPublic());
            verifier.update(content.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static JsonNode decoded(String part) {
        try {
            return Json.read(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Json.object();
        }
    }

    private synchronized KeyPair keys() {
        KeyPair made = pair;
        if (made == null) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2_048);
                made = generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            pair = made;
        }
        return made;
    }
}
