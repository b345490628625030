package io.sluice.router.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as Google writes them into a file, and the request that gets a token for them: a service account proves who it is by a JWT (RFC
 * 7523; developers.google.com/identity/protocols/oauth2/service-account), a person by a refresh token. Signs, so it takes a
 * millisecond; no I/O.
 *
 * @param project the account's own project; null when the file names none
 */
record GoogleAccount(JsonNode file, @Nullable String project) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String TOKENS = "https://oauth2.googleapis.com/token";

    /** The longest that Google allows. */
    private static final long LIFETIME_SECONDS = 3_600;

    /** @throws PreparationException when it is no JSON */
    static GoogleAccount parse(String json) {
        try {
            JsonNode file = JSON.readTree(json);
            String project =
                    file.path("project_id").asText(file.path("quota_project_id").asText(""));
            return new GoogleAccount(file, project.isEmpty() ? null : project);
        } catch (JsonProcessingException e) {
            throw unusable("they are not JSON"); // without the parser's words, which quote the text
        }
    }

    /** @throws PreparationException when they are of a kind that is not known here, or incomplete */
    UpstreamRequest tokenRequest(long nowSeconds) {
        String type = file.path("type").asText("");
        return switch (type) {
            case "service_account" ->
                form("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion(nowSeconds));
            case "authorized_user" ->
                form(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        needed("client_id"),
                        "client_secret",
                        needed("client_secret"),
                        "refresh_token",
                        needed("refresh_token"));
            default -> throw unusable("their type is '" + type + "'; service_account and authorized_user are known");
        };
    }

    private UpstreamRequest form(String... members) {
        return TokenEndpoint.form(file.path("token_uri").asText(TOKENS), members);
    }

    private String assertion(long nowSeconds) {
        ObjectNode header = JSON.createObjectNode().put("alg", "RS256").put("typ", "JWT");
        if (file.path("private_key_id").isTextual()) {
            header.set("kid", file.path("private_key_id"));
        }
        ObjectNode claims = JSON.createObjectNode()
                .put("iss", needed("client_email"))
                .put("scope", SCOPE)
                .put("aud", file.path("token_uri").asText(TOKENS))
                .put("iat", nowSeconds)
                .put("exp", nowSeconds + LIFETIME_SECONDS);
        String signed = base64(header.toString().getBytes(StandardCharsets.UTF_8))
                + '.'
                + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
        return signed + '.' + base64(signature(signed));
    }

    private byte[] signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable("their private_key cannot be read");
        }
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        String pem = needed("private_key").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }

    private String needed(String name) {
        String value = file.path(name).asText("");
        if (value.isEmpty()) {
            throw unusable("they have no " + name);
        }
        return value;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static PreparationException unusable(String why) {
        return new PreparationException(
                ErrorClass.AUTHENTICATION,
                "Google's credentials (vertex_credentials, or the file of GOOGLE_APPLICATION_CREDENTIALS) cannot be used: "
                        + why);
    }

    /** Without the key: this may reach a log. */
    @Override
    public String toString() {
        return "GoogleAccount[" + file.path("client_email").asText("") + ']';
    }
}
