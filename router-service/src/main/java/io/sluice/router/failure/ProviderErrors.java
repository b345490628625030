package io.sluice.router.failure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider's error answer: class by status and by text, since fallbacks depend on it ({@code litellm-behaviour.md} 4.7).
 */
public final class ProviderErrors {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An error text is for people: more of it is noise, or somebody's prompt. */
    private static final int MAX_MESSAGE = 4_000;

    /** Of an answer that cannot be read. */
    private static final int MAX_RECEIVED = 1_000;

    private static final List<String> CONTEXT_WINDOW = List.of(
            "exceed context limit",
            "maximum context length is",
            "string too long. expected a string with maximum length",
            "model's maximum context limit",
            "is longer than the model's context length",
            "input tokens exceed the configured limit",
            "`inputs` tokens + `max_new_tokens` must be",
            "exceeds the maximum number of tokens allowed",
            "prompt is too long",
            "context_length_exceeded",
            "current length is");

    private static final List<String> CONTENT_POLICY = List.of(
            "content_policy_violation",
            "responsibleaipolicyviolation",
            "the response was filtered due to the prompt triggering",
            "your task failed as a result of our safety system",
            "the model produced invalid content",
            "content_filter_policy",
            "your request was rejected as a result of our safety system");

    private ProviderErrors() {}

    /**
     * An answer with an error status, told in the provider's whole answer as it came: LiteLLM does so for the providers that it does not
     * ask through OpenAI's client, and people search for it.
     */
    public static ProviderFailure verbatim(
            int status, Map<String, String> headers, ByteBuffer body, @Nullable String secret) {
        byte[] bytes = bytes(body);
        JsonNode error = error(bytes);
        String said = shown(plain(bytes, status), secret);
        return new ProviderFailure(
                classify(status, said, ""),
                status < 400 ? 502 : status,
                said,
                null,
                text(error, "param"),
                text(error, "code"),
                retryAfterMillis(headers),
                false);
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    /** An answer with an error status, told in its message. It was refused, so nothing was charged. */
    public static ProviderFailure of(
            int status, Map<String, String> headers, ByteBuffer body, @Nullable String secret) {
        byte[] bytes = bytes(body);
        JsonNode error = error(bytes);
        String said = shown(error == null ? plain(bytes, status) : message(error, status), secret);
        return new ProviderFailure(
                classify(status, said, error == null ? "" : error.path("code").asText("")),
                status < 400 ? 502 : status,
                said,
                text(error, "type"),
                text(error, "param"),
                text(error, "code"),
                retryAfterMillis(headers),
                false);
    }

    /**
     * An error that came inside a stream with a success status: the provider had accepted the call. Its kind stays what the provider said;
     * the client is told 500 for all that is the provider's own fault, as by LiteLLM 1.109.1, since the HTTP status was another.
     */
    public static ProviderFailure inStream(JsonNode error, @Nullable String secret) {
        String said = shown(message(error, 500), secret);
        String type = text(error, "type");
        int status = error.path("code").canConvertToInt() && error.path("code").asInt() >= 400
                ? error.path("code").asInt()
                : statusOf(type);
        return new ProviderFailure(
                classify(status, said, error.path("code").asText("")),
                Math.min(status, 500),
                said,
                type,
                text(error, "param"),
                text(error, "code"),
                -1,
                true);
    }

    /** An answer that says in the provider's own words that it is none. */
    public static ProviderFailure told(String message, @Nullable String secret) {
        return ProviderFailure.badResponse(shown(message, secret));
    }

    /** An answer with a success status that cannot be read: tells how it begins, since that shows who answered (a proxy, a login page). */
    public static ProviderFailure unreadable(String what, ByteBuffer body, @Nullable String secret) {
        String received = shown(new String(bytes(body), StandardCharsets.UTF_8).strip(), secret, MAX_RECEIVED);
        String message = received.isEmpty() ? what : what + " Received: '" + received + "'";
        return ProviderFailure.badResponse(message);
    }

    /** Anthropic's and OpenAI's names of errors in streams. */
    private static int statusOf(@Nullable String type) {
        return switch (type) {
            case null -> 500;
            case "overloaded_error" -> 529;
            case "rate_limit_error", "rate_limit_exceeded" -> 429;
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            default -> 500;
        };
    }

    public static ErrorClass classify(int status, String message, String code) {
        String text = (message + ' ' + code).toLowerCase(Locale.ROOT);
        if (status == 400 || status == 413 || status == 422) {
            if (CONTEXT_WINDOW.stream().anyMatch(text::contains) && !text.contains("string_above_max_length")) {
                return ErrorClass.CONTEXT_WINDOW;
            }
            if (CONTENT_POLICY.stream().anyMatch(text::contains)) {
                return ErrorClass.CONTENT_POLICY;
            }
        }
        return switch (status) {
            case 401 -> ErrorClass.AUTHENTICATION;
            case 403 -> ErrorClass.PERMISSION;
            case 404 -> ErrorClass.NOT_FOUND;
            case 408, 504 -> ErrorClass.TIMEOUT;
            case 422 -> ErrorClass.UNPROCESSABLE;
            case 429 -> ErrorClass.RATE_LIMIT;
            case 502 -> ErrorClass.BAD_GATEWAY;
            case 503, 529 -> ErrorClass.OVERLOADED;
            default ->
                status < 400 ? ErrorClass.BAD_RESPONSE : status < 500 ? ErrorClass.BAD_REQUEST : ErrorClass.INTERNAL;
        };
    }

    private static @Nullable JsonNode error(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || !root.isContainerNode()) {
                return null;
            }
            JsonNode first = root.isArray() ? root.path(0) : root;
            JsonNode error = first.path("error");
            return error.isMissingNode() ? first : error;
        } catch (IOException e) {
            return null;
        }
    }

    private static String message(JsonNode error, int status) {
        if (error.isTextual()) {
            return error.asText();
        }
        for (String name : List.of("message", "detail", "error", "msg", "title")) {
            JsonNode value = error.path(name);
            if (value.isTextual() && !value.asText().isBlank()) {
                return value.asText();
            }
            if (value.isContainerNode() && !value.isEmpty()) {
                return value.toString();
            }
        }
        return error.isEmpty() ? "Error code: " + status : error.toString();
    }

    private static String plain(byte[] body, int status) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "Error code: " + status : text;
    }

    private static String shown(String message, @Nullable String secret) {
        return shown(message, secret, MAX_MESSAGE);
    }

    /** Hidden before it is cut: half a key is still a secret. */
    private static String shown(String message, @Nullable String secret, int most) {
        String safe = hide(message, secret);
        return safe.length() <= most ? safe : safe.substring(0, most) + "...";
    }

    /** A provider that repeats the key it was sent must not tell it to our clients. */
    static String hide(String message, @Nullable String secret) {
        return secret == null || secret.length() < 8 ? message : message.replace(secret, "[key]");
    }

    private static @Nullable String text(@Nullable JsonNode error, String name) {
        return error != null && error.path(name).isTextual() ? error.path(name).asText() : null;
    }

    /** {@code retry-after-ms}, or {@code retry-after} in seconds or as a date (RFC 9110, 10.2.3). */
    public static long retryAfterMillis(Map<String, String> headers) {
        String millis = headers.get("retry-after-ms");
        String after = millis != null ? millis : headers.get("retry-after");
        if (after == null) {
            return -1;
        }
        try {
            double number = Double.parseDouble(after.strip());
            return number < 0 || number > 1e9 ? -1 : (long) Math.ceil(millis != null ? number : number * 1_000);
        } catch (NumberFormatException notANumber) {
            return untilDate(after.strip());
        }
    }

    private static long untilDate(String date) {
        try {
            Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
            return Math.max(0, Duration.between(Instant.now(), then).toMillis());
        } catch (DateTimeParseException e) {
            return -1;
        }
    }
}
