package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that pass through: where they go, with which headers, and what is read of their answers. */
class PassThroughTest {

    private static final String KEY = "key-1234567890";

    @ParameterizedTest
    @CsvSource({
        "openai, /v1/models, http://upstream/v1/models",
        "openai, /v1, http://upstream/v1",
        "openai, /v1beta/things?a=b, http://upstream/v1/v1beta/things?a=b",
        "openai, /files, http://upstream/v1/files",
        "vertex_ai, /v1/projects/p/x, http://upstream/v1/v1/projects/p/x",
        "gemini, /v1beta/models?key=&a=1, http://upstream/v1/v1beta/models?key=key-1234567890&a=1"
    })
    void shouldSayAVersionOnceAndPutTheKeyWhereTheClientHadIt(String provider, String path, String uri) {
        assertThat(request(provider, path, Map.of()).uri()).isEqualTo(uri);
    }

    @Test
    void shouldShowTheProvidersKeyAndNoneOfTheClients() {
        Map<String, String> headers = request(
                        "anthropic",
                        "/v1/messages",
                        Map.of(
                                "authorization", "Bearer sk-client",
                                "x-pass-authorization", "Bearer sk-client",
                                "x-pass-x-api-key", "sk-client",
                                "cookie", "session=1",
                                "x-litellm-tags", "a",
                                "x-anything", "1",
                                "x-pass-x-mine", "2",
                                "anthropic-beta", "b"))
                .headers();

        assertThat(headers)
                .containsEntry("x-api-key", KEY)
                .containsEntry("anthropic-beta", "b")
                .containsEntry("x-mine", "2")
                .doesNotContainKeys("authorization", "cookie", "x-litellm-tags", "x-anything");
        assertThat(headers.values().toString()).doesNotContain("sk-client");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"usage\":{\"prompt_tokens\":14,\"completion_tokens\":8}}|14|8",
                "{\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":4,\"output_tokens\":8}}|14|8",
                "{\"usage\":{\"input_tokens\":14,\"output_tokens\":8,\"total_tokens\":22}}|14|8",
                "{\"usageMetadata\":{\"promptTokenCount\":14,\"candidatesTokenCount\":8,\"totalTokenCount\":22}}|14|8",
                "{\"usage\":{\"tokens\":{\"input_tokens\":14,\"output_tokens\":8}}}|14|8",
                "{\"usage\":{\"inputTokens\":14,\"outputTokens\":8,\"totalTokens\":22}}|14|8",
                "{\"input_tokens\":14}|0|0"
            })
    void shouldReadTheUsageOfEveryProvider(String body, long input, long output) {
        RecordingSink sink = new RecordingSink();
        reader(false).complete(200, Map.of("content-type", "application/json"), bytes(body), sink);

        assertThat(sink.text()).isEqualTo(body);
        assertThat(sink.usage.input()).isEqualTo(input);
        assertThat(sink.usage.output()).isEqualTo(output);
        assertThat(sink.done).isTrue();
    }

    @Test
    void shouldKnowWhatBedrockReadFromItsCache() {
        RecordingSink sink = new RecordingSink();
        String body = """
                {"usage":{"inputTokens":10,"outputTokens":8,"cacheReadInputTokens":100,"cacheWriteInputTokens":30,
                "cacheDetails":[{"ttl":"1h","inputTokens":20},{"ttl":"5m","inputTokens":10}]}}""";
        reader(false).complete(200, Map.of("content-type", "application/json"), bytes(body), sink);
        assertThat(sink.usage).isEqualTo(new TokenUsage(140, 100, 10, 20, 0, 8, 0, 0));
    }

    @Test
    void shouldPassAnErrorAsItIsAndChargeNothing() {
        RecordingSink sink = new RecordingSink();
        reader(false)
                .complete(
                        418,
                        Map.of("content-type", "application/json"),
                        bytes("{\"usage\":{\"prompt_tokens\":9}}"),
                        sink);

        assertThat(sink.done).isTrue();
        assertThat(sink.usage).isEqualTo(TokenUsage.NONE);
    }

    @Test
    void shouldReadAStreamInPiecesOfOneByte() {
        String stream = """
                event: message_start
                data: {"type":"message_start","message":{"usage":{"input_tokens":14,"output_tokens":1}}}

                event: content_block_delta
                data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Paris é"}}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":8}}

                """;
        RecordingSink sink = new RecordingSink();
        AnswerReader reader = reader(true);
        for (byte one : stream.getBytes(StandardCharsets.UTF_8)) {
            reader.chunk(ByteBuffer.wrap(new byte[] {one}), sink);
        }
        reader.end(sink);

        assertThat(sink.text()).isEqualTo(stream);
        assertThat(sink.usage.input()).isEqualTo(14);
        assertThat(sink.usage.output()).isEqualTo(8);
        assertThat(sink.contentBytes).isPositive();
    }

    /** Prices have thresholds, which hold for one request. */
    @Test
    void shouldPriceEachLineOfABatchsResultByItself() {
        WireCall call = WireCalls.of(Protocol.PASS_THROUGH, "openai", "gpt-4o-mini", "{\"stream\":true}", -1, Map.of());
        String line = "{\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{\"usage\":"
                + "{\"prompt_tokens\":1001,\"completion_tokens\":10,\"total_tokens\":1011}}},\"error\":null}\n";
        String file =
                line + "{\"custom_id\":\"b\",\"response\":{\"status_code\":400,\"body\":{\"error\":{}}}}\n" + line;
        RecordingSink sink = new RecordingSink();
        AnswerReader reader = Wires.of(Protocol.PASS_THROUGH, call.target())
                .orElseThrow()
                .reader(with(call, Map.of(RouteCodec.BATCH_RATES_HEADER, "1")));
        for (byte one : file.getBytes(StandardCharsets.UTF_8)) {
            reader.chunk(ByteBuffer.wrap(new byte[] {one}), sink);
        }
        reader.end(sink);

        assertThat(sink.text()).isEqualTo(file);
        assertThat(sink.usage).isEqualTo(TokenUsage.of(2_002, 20));
        // 75 and 300 nano-dollars, half of a call's price
        assertThat(sink.charges.said()).isEqualTo(Money.ofNanos(2 * (1_001 * 75 + 10 * 300)));
        assertThat(sink.done).isTrue();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static AnswerReader reader(boolean stream) {
        WireCall call =
                WireCalls.of(Protocol.PASS_THROUGH, "openai", "gpt-4o", "{\"stream\":" + stream + "}", -1, Map.of());
        return Wires.of(Protocol.PASS_THROUGH, call.target()).orElseThrow().reader(call);
    }

    private static UpstreamRequest request(String provider, String path, Map<String, String> more) {
        WireCall call = WireCalls.of(Protocol.PASS_THROUGH, provider, "m", "{}", -1, Map.of());
        Map<String, String> headers = new HashMap<>(more);
        headers.put(RouteRequest.PATH, path);
        headers.put(RouteRequest.METHOD, "GET");
        WireCall passed = with(call, headers);
        return Wires.of(Protocol.PASS_THROUGH, call.target())
                .orElseThrow()
                .encode(passed)
                .toCompletableFuture()
                .join();
    }

    private static WireCall with(WireCall call, Map<String, String> headers) {
        RouteRequest request = call.request();
        return new WireCall(
                call.target(),
                new RouteRequest(
                        request.requestId(),
                        request.protocol(),
                        request.caller(),
                        request.model(),
                        request.requestedModel(),
                        request.scan(),
                        request.body(),
                        -1,
                        Long.MAX_VALUE,
                        -1,
                        headers,
                        null,
                        List.of()),
                "asked");
    }
}
