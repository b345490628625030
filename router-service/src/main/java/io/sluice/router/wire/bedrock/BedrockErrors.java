package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import java.io.IOException;
import java.util.Locale;

/** What Bedrock says when it breaks off in a stream: the exceptions of API_runtime_ResponseStream.html and API_runtime_ConverseStreamOutput.html. */
final class BedrockErrors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BedrockErrors() {}

    static ProviderFailure inStream(String type, byte[] payload) {
        String message = message(payload);
        int status = status(type, payload);
        return new ProviderFailure(
                ProviderErrors.classify(status, message, ""),
                status,
                message.isEmpty() ? type : type + ": " + message,
                type,
                null,
                null,
                -1,
                true);
    }

    /** A stream that ended before it began is, as for LiteLLM, somebody's between AWS and here. */
    static ProviderFailure withoutEvents() {
        return ProviderFailure.of(ErrorClass.BAD_GATEWAY, "the stream has no events", true);
    }

    static ProviderFailure unreadable(String what) {
        return ProviderFailure.badResponse(what);
    }

    private static int status(String type, byte[] payload) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "throttlingexception" -> 429;
            case "validationexception" -> 400;
            case "serviceunavailableexception" -> 503;
            case "modeltimeoutexception" -> 408;
            case "modelstreamerrorexception" -> {
                int original = tree(payload).path("originalStatusCode").asInt(0);
                yield original >= 400 ? original : 424;
            }
            default -> 500;
        };
    }

    private static String message(byte[] payload) {
        JsonNode said = tree(payload);
        return said.path("message").asText(said.path("Message").asText(""));
    }

    private static JsonNode tree(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
