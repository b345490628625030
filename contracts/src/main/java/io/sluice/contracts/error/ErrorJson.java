package io.sluice.contracts.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.contracts.routing.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes an {@link ErrorBody} as JSON in the client's protocol. Stateless. */
public final class ErrorJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ErrorJson() {}

    public static byte[] write(ErrorBody error, Protocol protocol) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            switch (protocol) {
                case ANTHROPIC_MESSAGES -> writeAnthropic(json, error);
                case GEMINI_GENERATE -> writeGemini(json, error);
                case OPENAI_CHAT,
                        OPENAI_COMPLETIONS,
                        OPENAI_EMBEDDINGS,
                        OPENAI_RESPONSES,
                        OPENAI_MODERATIONS,
                        OPENAI_IMAGES,
                        OPENAI_IMAGE_EDITS,
                        OPENAI_IMAGE_VARIATIONS,
                        OPENAI_SPEECH,
                        OPENAI_TRANSCRIPTIONS,
                        OPENAI_TRANSLATIONS,
                        COHERE_RERANK,
                        OPENAI_REALTIME,
                        PASS_THROUGH -> writeOpenAi(json, error);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The event that tells a client of OpenAI's Realtime API (platform.openai.com/docs/api-reference/realtime-server-events/error). */
    public static byte[] event(ErrorBody error) {
        byte[] start = "{\"type\":\"error\",\"event_id\":\"event_sluice\",".getBytes(StandardCharsets.US_ASCII);
        byte[] rest = write(error, Protocol.OPENAI_REALTIME);
        byte[] event = Arrays.copyOf(start, start.length + rest.length - 1);
        System.arraycopy(rest, 1, event, start.length, rest.length - 1);
        return event;
    }

    private static void writeOpenAi(JsonGenerator json, ErrorBody error) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("error");
        json.writeStringField("message", error.message());
        json.writeStringField("type", error.type());
        writeNullable(json, "param", error.param());
        json.writeStringField("code", error.code());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Envelope and types: Anthropic API reference, "Errors" (docs.anthropic.com/en/api/errors). */
    private static void writeAnthropic(JsonGenerator json, ErrorBody error) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "error");
        json.writeObjectFieldStart("error");
        json.writeStringField("type", anthropicType(error.status()));
        json.writeStringField("message", error.message());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String anthropicType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    /**
     * Envelope: google.rpc.Status over HTTP (cloud.google.com/apis/design/errors); {@code type} beside it is for those who read LiteLLM's errors,
     * which have OpenAI's shape on these paths.
     */
    private static void writeGemini(JsonGenerator json, ErrorBody error) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("error");
        json.writeNumberField("code", error.status());
        json.writeStringField("message", error.message());
        json.writeStringField("status", googleStatus(error.status()));
        json.writeStringField("type", error.type());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String googleStatus(int status) {
        return switch (status) {
            case 400, 405, 413, 422 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503, 529 -> "UNAVAILABLE";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            default -> status < 500 ? "FAILED_PRECONDITION" : "INTERNAL";
        };
    }

    private static void writeNullable(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }
}
