package io.sluice.simulator.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.openai.OpenAi;

/**
 * Databricks: {@code /serving-endpoints/{name}/invocations} takes a chat, a text or embeddings by what the body has, and answers in
 * OpenAI's form; errors are Databricks' own.
 *
 * <p>Source: docs.databricks.com/aws/en/machine-learning/foundation-model-apis/api-reference and
 * docs.databricks.com/api/workspace/servingendpoints/query.
 */
public final class Databricks implements Protocol {

    private static final String BASE = "/serving-endpoints/";
    private static final String ACTION = "/invocations";

    private final OpenAi openAi;
    private final boolean keyRequired;

    /** @param openAi what answers in the end */
    public Databricks(OpenAi openAi, boolean keyRequired) {
        this.openAi = openAi;
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "databricks";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST") && call.path().contains(BASE);
    }

    @Override
    public Glance glance(Call call) {
        return openAi.glance(inner(call));
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(call, 401, "Credential was not sent or was of an unsupported type for this API.");
        }
        Reply reply = openAi.run(inner(call));
        if (reply.status() < 400 || !(reply instanceof Reply.Whole whole)) {
            return reply;
        }
        return refuse(
                call,
                reply.status(),
                Json.read(whole.body()).path("error").path("message").asText(""));
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        String code = switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "ENDPOINT_NOT_FOUND";
            case 429 -> "REQUEST_LIMIT_EXCEEDED";
            case 503 -> "TEMPORARILY_UNAVAILABLE";
            default -> status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR";
        };
        return Reply.json(status, Json.object().put("error_code", code).put("message", message));
    }

    private static Call inner(Call call) {
        String rest = call.path().substring(call.path().indexOf(BASE) + BASE.length());
        if (!rest.endsWith(ACTION)) {
            return call.with("/v1/" + rest, call.body());
        }
        JsonNode body = call.body();
        String path =
                body.has("input") ? "/v1/embeddings" : body.has("prompt") ? "/v1/completions" : "/v1/chat/completions";
        String endpoint = Call.decoded(rest.substring(0, rest.length() - ACTION.length()));
        return call.with(path, body instanceof ObjectNode json ? json.deepCopy().put("model", endpoint) : body);
    }
}
