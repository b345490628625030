package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** OpenAI's error object. Source: platform.openai.com/docs/guides/error-codes, seen 2026-11-24. */
record OpenAiError(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code) {

    static OpenAiError invalid(String message, @Nullable String param, @Nullable String code) {
        return new OpenAiError(400, message, "invalid_request_error", param, code);
    }

    static OpenAiError of(int status, String message) {
        return switch (status) {
            case 401 -> new OpenAiError(status, message, "invalid_request_error", null, "invalid_api_key");
            case 429 -> new OpenAiError(status, message, "requests", null, "rate_limit_exceeded");
            case 404 -> new OpenAiError(status, message, "invalid_request_error", null, "model_not_found");
            default ->
                new OpenAiError(status, message, status < 500 ? "invalid_request_error" : "server_error", null, null);
        };
    }

    /** What a stream says when the server fails after its 200. */
    static Buffer event() {
        return Sse.data(of(500, "The server had an error while processing your request.")
                .toJson());
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return json;
    }

    Reply.Whole reply(Call call) {
        return new Reply.Whole(status, OpenAiHeaders.json(call), Json.bytes(toJson()), null, Usage.NONE);
    }
}
