package io.sluice.simulator.watsonx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.openai.ChatRequest;
import io.sluice.simulator.openai.StyledChat;

/**
 * watsonx.ai: {@code /ml/v1/text/{chat, chat_stream, generation, generation_stream, embeddings, rerank}?version=}, the same below
 * {@code /ml/v1/deployments/{id}}, and {@code /identity/token}, whose tokens it wants.
 *
 * <p>Source: cloud.ibm.com/apidocs/watsonx-ai, cloud.ibm.com/apidocs/iam-identity-token-api and ibm-watsonx-ai 1.8.1
 * (href_definitions.py, foundation_models/inference).
 */
public final class Watsonx implements Protocol {

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a token are refused with 401 */
    public Watsonx(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "watsonx";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST")
                && (IamToken.serves(call)
                        || call.path().contains("/ml/v1/") && call.path().contains("/text/"));
    }

    @Override
    public Glance glance(Call call) {
        JsonNode body = call.body();
        String prompt = body.has("messages")
                ? Messages.lastUser(body.path("messages"))
                : body.path("input").asText(body.path("query").asText(Messages.text(body.path("inputs"))));
        return new Glance(model(call), call.path().endsWith("_stream"), prompt);
    }

    @Override
    public Reply answer(Call call) {
        if (IamToken.serves(call)) {
            return IamToken.reply(call);
        }
        if (call.barred(keyRequired)) {
            return error(
                    401,
                    "authentication_token_not_valid",
                    "Failed to authenticate the request due to an invalid token");
        }
        if (call.parameter("version").isEmpty()) {
            return error(400, "invalid_request_entity", "Missing API version: a 'version' query parameter is required");
        }
        if (model(call).isEmpty()) {
            return error(400, "invalid_request_entity", "Json document validation error: model_id must be specified");
        }
        if (model(call).startsWith("missing-")) {
            return error(
                    404, "model_not_supported", "Model '" + model(call) + "' is not supported for this environment");
        }
        String path = call.path();
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "chat", "chat_stream" -> chat(call);
            case "generation", "generation_stream" -> Generation.reply(call, model(call));
            case "embeddings" -> Searching.embeddings(call);
            case "rerank" -> Searching.rerank(call);
            default -> refuse(call, 404, "Not found");
        };
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        String code = switch (status) {
            case 401 -> "authentication_token_not_valid";
            case 404 -> "not_found";
            case 429 -> "rate_limit_reached_requests";
            default -> status < 500 ? "invalid_request_entity" : "downstream_request_failed";
        };
        return error(status, code, message);
    }

    private static Reply chat(Call call) {
        if (!call.body().path("messages").has(0)) {
            return error(400, "invalid_request_entity", "Json document validation error: messages cannot be empty");
        }
        ChatRequest request = ChatRequest.of(call.body());
        Turn turn = Turn.of(call, request.prompt(), request.choices());
        return StyledChat.reply(turn, new WatsonxStyle(model(call)), call.path().endsWith("_stream"));
    }

    static Reply.Whole error(int status, String code, String message) {
        return Reply.json(status, errors(status, code, message));
    }

    static ObjectNode errors(int status, String code, String message) {
        ObjectNode json = Json.object();
        json.putArray("errors")
                .addObject()
                .put("code", code)
                .put("message", message)
                .put("more_info", "https://cloud.ibm.com/apidocs/watsonx-ai");
        return json.put("trace", "5105c0de42").put("status_code", status);
    }

    private static String model(Call call) {
        String named = call.body().path("model_id").asText("");
        int at = call.path().indexOf("/deployments/");
        if (!named.isEmpty() || at < 0) {
            return named;
        }
        String rest = call.path().substring(at + "/deployments/".length());
        return Call.decoded(rest.substring(0, rest.indexOf('/')));
    }
}
