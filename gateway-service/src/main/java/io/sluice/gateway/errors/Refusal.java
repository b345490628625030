package io.sluice.gateway.errors;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.sluice.contracts.error.ErrorBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error that the gateway itself answers.
 *
 * @param detail JSON of a {@code detail} member beside the envelope, for the answers that FastAPI and not LiteLLM gives; else null
 * @param detailOnly the envelope is left out
 * @param headers further headers of the answer
 */
public record Refusal(ErrorBody error, @Nullable String detail, boolean detailOnly, Map<String, String> headers) {

    /** OpenAI's type of a caller's mistakes. */
    public static final String INVALID_REQUEST = "invalid_request_error";

    public Refusal(ErrorBody error, @Nullable String detail, Map<String, String> headers) {
        this(error, detail, false, headers);
    }

    public static Refusal of(int status, String type, String message) {
        return new Refusal(ErrorBody.of(status, type, message), null, Map.of());
    }

    /** One that the same request would meet again: the SDKs need not try. */
    public static Refusal permanent(int status, String type, @Nullable String param, String message) {
        return new Refusal(ErrorBody.of(status, type, message).withParam(param).withRetry(false, -1), null, Map.of());
    }

    public static Refusal later(int status, String type, String message, long retryAfterSeconds) {
        return new Refusal(
                ErrorBody.of(status, type, message).withRetry(true, Math.max(1, retryAfterSeconds)), null, Map.of());
    }

    public Refusal withDetail(String text) {
        String json = '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
        return new Refusal(error, json, headers);
    }

    /** The answer is FastAPI's alone. @param json a JSON value */
    public Refusal toldAs(String json) {
        return new Refusal(error, json, true, headers);
    }

    public Refusal withHeaders(Map<String, String> more) {
        return new Refusal(error, detail, detailOnly, more);
    }

    public Refusal withParam(String param) {
        return new Refusal(error.withParam(param), detail, detailOnly, headers);
    }

    /** What a client wrote, safe to repeat in a message. */
    public static String printable(String text) {
        String shortened = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return shortened
                .codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
