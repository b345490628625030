package io.sluice.simulator.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Google's error: code, message, status and details. Sources: cloud.google.com/apis/design/errors,
 * ai.google.dev/gemini-api/docs/troubleshooting.
 *
 * @param reason of an ErrorInfo in the details, or null for none
 */
public record GoogleError(
        int code, String message, @Nullable String reason) {

    private static final String INFO = "type.googleapis.com/google.rpc.ErrorInfo";
    private static final String RETRY = "type.googleapis.com/google.rpc.RetryInfo";

    /** An error without details. */
    public GoogleError(int code, String message) {
        this(code, message, null);
    }

    /** The error for a call; a {@code retry-after} that was ordered stands in its details too. */
    public Reply.Whole reply(Call call) {
        return Reply.json(code, toJson(call.shape().retryAfter()));
    }

    ObjectNode toJson(@Nullable String retryAfter) {
        ObjectNode json = Json.object();
        ObjectNode error = json.putObject("error")
                .put("code", code)
                .put("message", message)
                .put("status", status());
        ArrayNode details = Json.array();
        if (reason != null) {
            ObjectNode info = details.addObject().put("@type", INFO).put("reason", reason);
            info.put("domain", "googleapis.com").putObject("metadata").put("service", "simulated.googleapis.com");
        }
        if (retryAfter != null) {
            details.addObject().put("@type", RETRY).put("retryDelay", retryAfter + "s");
        }
        if (!details.isEmpty()) {
            error.set("details", details);
        }
        return json;
    }

    private String status() {
        return switch (code) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 499 -> "CANCELLED";
            case 500 -> "INTERNAL";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> code < 500 ? "INVALID_ARGUMENT" : "UNKNOWN";
        };
    }
}
