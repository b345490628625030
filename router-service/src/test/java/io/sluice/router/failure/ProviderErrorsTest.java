package io.sluice.router.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderErrorsTest {

    private static final String KEY = "sk-provider-0123456789";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | Incorrect API key provided                                          | AUTHENTICATION
            403 | You are not allowed to sample from this model                       | PERMISSION
            404 | The model does not exist                                            | NOT_FOUND
            408 | Request timed out                                                   | TIMEOUT
            409 | The resource is locked                                              | BAD_REQUEST
            422 | Input should be 'user' or 'assistant'                               | UNPROCESSABLE
            429 | Rate limit reached for requests per min                             | RATE_LIMIT
            500 | The server had an error                                             | INTERNAL
            502 | Bad Gateway                                                         | BAD_GATEWAY
            503 | The engine is currently overloaded                                  | OVERLOADED
            504 | upstream request timeout                                            | TIMEOUT
            529 | Overloaded                                                          | OVERLOADED
            400 | This model's maximum context length is 128000 tokens                | CONTEXT_WINDOW
            400 | prompt is too long: 210000 tokens > 200000 maximum                  | CONTEXT_WINDOW
            400 | The input token count exceeds the maximum number of tokens allowed  | CONTEXT_WINDOW
            400 | Your request was rejected as a result of our safety system          | CONTENT_POLICY
            400 | ResponsibleAIPolicyViolation                                        | CONTENT_POLICY
            400 | Invalid value for 'temperature'                                     | BAD_REQUEST
            """)
    void shouldTellTheKindFromStatusAndText(int status, String message, ErrorClass expected) {
        assertThat(ProviderErrors.classify(status, message, "")).isEqualTo(expected);
    }

    @Test
    void shouldPassTheProvidersMessageWithoutItsKey() {
        ProviderFailure failure = ProviderErrors.of(
                401, Map.of(), utf8("{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}"), KEY);
        assertThat(failure.message()).isEqualTo("Incorrect API key provided: [key]");
    }

    @Test
    void shouldNotShowThePartOfAKeyAtWhichALongMessageIsCut() throws JsonProcessingException {
        String text = "x".repeat(3_990) + KEY;
        ByteBuffer body = utf8("{\"error\":{\"message\":\"" + text + "\"}}");
        assertThat(ProviderErrors.of(401, Map.of(), body, KEY).message()).endsWith("x[key]");
        assertThat(ProviderErrors.verbatim(401, Map.of(), utf8(text), KEY).message())
                .endsWith("x[key]");
        assertThat(ProviderErrors.inStream(new ObjectMapper().readTree('"' + text + '"'), KEY)
                        .message())
                .endsWith("x[key]");
    }

    @Test
    void shouldLoseTheProvidersTypeUnderAStatusOfOurs() {
        ByteBuffer body = utf8("{\"error\":{\"message\":\"No.\",\"type\":\"odd\",\"param\":\"p\",\"code\":\"c\"}}");
        ProviderFailure failure = ProviderErrors.of(500, Map.of("retry-after", "2"), body, KEY);

        assertThat(failure.withStatus(503))
                .isEqualTo(new ProviderFailure(
                        ErrorClass.OVERLOADED,
                        503,
                        "No.",
                        null,
                        "p",
                        "c",
                        failure.retryAfterMillis(),
                        failure.charged()));
        assertThat(failure.withStatus(500).type()).isNull();
    }

    @Test
    void shouldKeepTheKindOfAnErrorInAStreamAndTell500() throws JsonProcessingException {
        ProviderFailure failure = ProviderErrors.inStream(
                new ObjectMapper().readTree("{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}"), KEY);
        assertThat(failure.errorClass()).isEqualTo(ErrorClass.OVERLOADED);
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.charged()).isTrue();
    }

    @Test
    void shouldKeepTheStatusOfACallersMistakeInAStream() throws JsonProcessingException {
        ProviderFailure failure = ProviderErrors.inStream(
                new ObjectMapper().readTree("{\"code\":429,\"message\":\"Resource has been exhausted\"}"), KEY);
        assertThat(failure.errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
        assertThat(failure.status()).isEqualTo(429);
    }

    @Test
    void shouldShowHowAnUnreadableAnswerBeginsWithoutTheKey() {
        ProviderFailure failure =
                ProviderErrors.unreadable("not JSON.", utf8("<html>login " + KEY + " " + "x".repeat(5_000)), KEY);
        assertThat(failure.errorClass()).isEqualTo(ErrorClass.BAD_RESPONSE);
        assertThat(failure.message())
                .startsWith("not JSON. Received: '<html>login [key] ")
                .hasSizeLessThan(1_100)
                .doesNotContain(KEY);
    }

    @Test
    void shouldNotShowAKeyThatTheCutGoesThrough() {
        ProviderFailure failure = ProviderErrors.unreadable("not JSON.", utf8("x".repeat(990) + KEY), KEY);
        assertThat(failure.message()).doesNotContain(KEY.substring(0, 8));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
