package io.sluice.simulator.mistral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;

/** Mistral's three forms of an error. Source: docs.mistral.ai/api (validation error) and answers of its API. */
final class MistralError {

    private MistralError() {}

    static Reply.Whole reply(int status, String message) {
        return switch (status) {
            case 401 -> Reply.json(401, Json.object().put("detail", "Unauthorized"));
            case 429 -> Reply.json(429, json("Requests rate limit exceeded", "rate_limited", "1300"));
            default ->
                Reply.json(
                        status,
                        status < 500
                                ? json(message, "invalid_request_error", "3051")
                                : json(message, "internal_server_error", "1000"));
        };
    }

    static Reply.Whole unknownModel(String model) {
        return Reply.json(400, json("Invalid model: " + model, "invalid_model", "1500"));
    }

    static Reply.Whole missing(String member) {
        ObjectNode json = Json.object();
        ObjectNode detail = json.putArray("detail").addObject().put("type", "missing");
        detail.putArray("loc").add("body").add(member);
        detail.put("msg", "Field required").putNull("input");
        return Reply.json(422, json);
    }

    static ObjectNode json(String message, String type, String code) {
        return Json.object()
                .put("object", "error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code);
    }
}
