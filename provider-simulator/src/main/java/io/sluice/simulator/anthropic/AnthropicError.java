package io.sluice.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Anthropic's error envelope. Source: docs.anthropic.com/en/api/errors, seen 2026-11-24. */
record AnthropicError(int status, String message) {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("request-id");

    static MultiMap headers(Call call, String type) {
        return HttpHeaders.headers()
                .add(HttpHeaders.CONTENT_TYPE, type)
                .add(REQUEST_ID, requestId(call))
                .add("anthropic-organization-id", "5f0e4a52-0000-4000-8000-73696d756c61")
                .add("anthropic-ratelimit-requests-limit", "4000")
                .add("anthropic-ratelimit-requests-remaining", "3999");
    }

    static String requestId(Call call) {
        return "req_sim" + Long.toString(call.number(), 36);
    }

    ObjectNode toJson(Call call) {
        ObjectNode json = Json.object().put("type", "error");
        json.putObject("error").put("type", type()).put("message", message);
        return json.put("request_id", requestId(call));
    }

    Reply.Whole reply(Call call) {
        return new Reply.Whole(status, headers(call, "application/json"), Json.bytes(toJson(call)), null, Usage.NONE);
    }

    private String type() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
