package io.sluice.simulator.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Entra's token endpoint for client credentials, {@code /{tenant}/oauth2/v2.0/token}; a secret that has {@code invalid} in it is
 * refused. The token has the form of a JWT, and a signature that says nothing. Source:
 * learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow.
 */
final class Entra {

    private static final int LIFETIME = 3_599;

    private Entra() {}

    static boolean serves(Call call) {
        return call.method().equals("POST") && call.path().endsWith("/oauth2/v2.0/token");
    }

    static Reply reply(Call call) {
        JsonNode form = call.body();
        if (!form.path("grant_type").asText("").equals("client_credentials")) {
            return error(400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.");
        }
        if (form.path("scope").asText("").isEmpty()) {
            return error(400, "invalid_request", "AADSTS900144: The request body must contain: 'scope'.");
        }
        String secret = form.path("client_secret").asText("");
        if (secret.isEmpty() || secret.contains("invalid")) {
            return error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
        }
        long now = System.currentTimeMillis() / 1000;
        ObjectNode claims = Json.object()
                .put("aud", form.path("scope").asText("").replace("/.default", ""))
                .put("appid", form.path("client_id").asText(""))
                .put("iat", now)
                .put("exp", now + LIFETIME);
        String token = encoded("{\"typ\":\"JWT\",\"alg\":\"RS256\"}") + "." + encoded(claims.toString()) + "."
                + encoded("simulated " + call.number());
        return Reply.json(
                200,
                Json.object()
                        .put("token_type", "Bearer")
                        .put("expires_in", LIFETIME)
                        .put("ext_expires_in", LIFETIME)
                        .put("access_token", token));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply error(int status, String error, String description) {
        return Reply.json(status, Json.object().put("error", error).put("error_description", description));
    }
}
