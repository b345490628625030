package io.sluice.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;

/**
 * Google's token endpoint, {@code /token}: changes an assertion that a service account signed for an access token. Source:
 * developers.google.com/identity/protocols/oauth2/service-account and RFC 7523.
 */
record GoogleToken(ServiceAccount account) {

    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    static boolean serves(Call call) {
        return call.method().equals("POST")
                && call.path().endsWith("/token")
                && call.body().path("grant_type").asText("").equals(JWT_BEARER);
    }

    Reply reply(Call call) {
        JsonNode form = call.body();
        String flaw = account.flaw(
                form.path("assertion").asText(""), call.base() + call.path(), System.currentTimeMillis() / 1000);
        if (flaw != null) {
            return Reply.json(400, Json.object().put("error", "invalid_grant").put("error_description", flaw));
        }
        return Reply.json(
                200,
                Json.object()
                        .put("access_token", "ya29.sim-" + Long.toString(call.number(), 36))
                        .put("expires_in", 3_599)
                        .put("token_type", "Bearer"));
    }
}
