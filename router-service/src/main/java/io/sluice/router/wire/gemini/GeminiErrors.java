package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google's errors. How long to wait is in the body ({@code google.rpc.RetryInfo}), not in a header, and a wrong key is a bad request:
 * cloud.google.com/apis/design/errors, ai.google.dev/gemini-api/docs/troubleshooting.
 */
public final class GeminiErrors {

    private static final String WRONG_KEY = "API key not valid";

    private GeminiErrors() {}

    public static ProviderFailure read(
            int status, Map<String, String> headers, ByteBuffer body, @Nullable String secret) {
        ProviderFailure failure = ProviderErrors.verbatim(status, headers, body, secret);
        if (status == 400 && failure.message().contains(WRONG_KEY)) {
            return with(failure, ErrorClass.AUTHENTICATION, 401, failure.retryAfterMillis());
        }
        if (status == 429 && failure.retryAfterMillis() < 0) {
            return with(failure, failure.errorClass(), status, retryDelayMillis(failure.message()));
        }
        return failure;
    }

    private static ProviderFailure with(ProviderFailure failure, ErrorClass errorClass, int status, long retryAfter) {
        return new ProviderFailure(
                errorClass,
                status,
                failure.message(),
                failure.type(),
                failure.param(),
                failure.code(),
                retryAfter,
                failure.charged());
    }

    /** {@code "retryDelay": "12.5s"}; -1 when it is not there. */
    private static long retryDelayMillis(String body) {
        try {
            for (JsonNode detail :
                    GeminiDialect.JSON.readTree(body).path("error").path("details")) {
                String delay = detail.path("retryDelay").asText("");
                if (delay.matches("\\d{1,6}(\\.\\d{1,9})?s")) {
                    return new BigDecimal(delay.substring(0, delay.length() - 1))
                            .movePointRight(3)
                            .setScale(0, RoundingMode.UP)
                            .longValueExact();
                }
            }
        } catch (JsonProcessingException notJson) {
            return -1;
        }
        return -1;
    }
}
