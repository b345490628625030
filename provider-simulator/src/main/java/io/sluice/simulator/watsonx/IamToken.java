package io.sluice.simulator.watsonx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;

/** IBM's token endpoint: an API key for a token. Source: cloud.ibm.com/apidocs/iam-identity-token-api. */
final class IamToken {

    private static final String API_KEY = "urn:ibm:params:oauth:grant-type:apikey";
    private static final int LIFETIME = 3_600;

    private IamToken() {}

    static boolean serves(Call call) {
        return call.path().endsWith("/identity/token");
    }

    static Reply reply(Call call) {
        String key = call.body().path("apikey").asText("");
        if (!call.body().path("grant_type").asText("").equals(API_KEY)) {
            return error("BXNIM0106E", "Property missing or empty: 'grant_type'.");
        }
        if (key.isEmpty() || key.contains("invalid")) {
            return error("BXNIM0415E", "Provided API key could not be found.");
        }
        long now = System.currentTimeMillis() / 1000;
        return Reply.json(
                200,
                Json.object()
                        .put(
                                "access_token",
                                "eyJraWQiOiJzaW11bGF0ZWQifQ.sim" + Long.toString(call.number(), 36) + ".sim")
                        .put("refresh_token", "not_supported")
                        .put("token_type", "Bearer")
                        .put("expires_in", LIFETIME)
                        .put("expiration", now + LIFETIME)
                        .put("scope", "ibm openid"));
    }

    private static Reply error(String code, String message) {
        ObjectNode json = Json.object().put("errorCode", code).put("errorMessage", message);
        json.putObject("context").put("requestId", "sim");
        return Reply.json(400, json);
    }
}
