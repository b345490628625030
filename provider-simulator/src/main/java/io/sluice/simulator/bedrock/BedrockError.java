package io.sluice.simulator.bedrock;

import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.vertx.core.MultiMap;

/**
 * An AWS error: its name in a header, its message in the body. Source: the errors of botocore's bedrock-runtime model (1.44.8)
 * and docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html.
 */
record BedrockError(int status, String type, String message) {

    static BedrockError of(int status, String message) {
        String type = switch (status) {
            case 401, 403 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 408 -> "ModelTimeoutException";
            case 424 -> "ModelErrorException";
            case 429 -> "ThrottlingException";
            case 503 -> "ServiceUnavailableException";
            default -> status < 500 ? "ValidationException" : "InternalServerException";
        };
        return new BedrockError(status, type, message);
    }

    Reply.Whole reply(Call call) {
        Reply.Whole reply = Reply.json(status, Json.object().put("message", message));
        mark(reply.headers(), call)
                .add("x-amzn-errortype", type + ":http://internal.amazon.com/coral/com.amazon.bedrock/");
        return reply;
    }

    static MultiMap mark(MultiMap headers, Call call) {
        return headers.add("x-amzn-requestid", "00000000-0000-4000-8000-" + String.format("%012x", call.number()));
    }
}
