package io.sluice.router.wire.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.BatchStep;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.RecordingSink;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.WireCalls;
import io.sluice.router.wire.Wires;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches at providers that have a protocol of their own for them. */
class BatchWireTest {

    private static final String CLAUDE = "claude-sonnet-4-5";
    private static final String MISTRAL = "mistral-large-latest";
    private static final String GEMINI = "gemini-2.5-flash";
    private static final String CHAT = "/v1/chat/completions";

    /** The one custom_id is none that Anthropic takes. */
    private static String lines(String model) {
        return line("line / 1", model, "\"max_tokens\":9") + "\n\n" + line("b", model, "\"stream\":true") + "\n";
    }

    private static String line(String id, String model, String more) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"" + CHAT + "\",\"body\":{\"model\":\""
                + model
                + "\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief\"},{\"role\":\"user\",\"content\":\"é\"}],"
                + more + "}}";
    }

    private static WireCall call(BatchStep step, String id, String provider, String model, String input, String body) {
        return call(step, id, provider, model, input, body, CHAT);
    }

    private static WireCall call(
            BatchStep step, String id, String provider, String model, String input, String body, String endpoint) {
        WireCall call = WireCalls.of(Protocol.PASS_THROUGH, provider, model, body, -1, Map.of());
        Map<String, String> headers = new HashMap<>(Map.of(
                RouteCodec.BATCH_STEP_HEADER,
                step.name(),
                RouteCodec.BATCH_ID_HEADER,
                id,
                RouteCodec.BATCH_ENDPOINT_HEADER,
                endpoint,
                RouteRequest.METHOD,
                "GET",
                RouteRequest.PATH,
                "/v1/batches"));
        RouteRequest request = call.request();
        List<UploadedFile> files = input.isEmpty()
                ? List.of()
                : List.of(new UploadedFile("file", "in", "application/jsonl", bytes(input)));
        return new WireCall(
                call.target(),
                new RouteRequest(
                        request.requestId(),
                        request.protocol(),
                        request.caller(),
                        request.model(),
                        model,
                        request.scan(),
                        request.body(),
                        -1,
                        Long.MAX_VALUE,
                        -1,
                        headers,
                        null,
                        List.of(),
                        files),
                model);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Wire wire(WireCall call) {
        return Wires.of(Protocol.PASS_THROUGH, call.target()).orElseThrow();
    }

    private static UpstreamRequest encode(WireCall call) {
        return wire(call).encode(call).toCompletableFuture().join();
    }

    private static RecordingSink whole(WireCall call, String answer) {
        RecordingSink sink = new RecordingSink();
        wire(call).reader(call).complete(200, Map.of(), bytes(answer), sink);
        return sink;
    }

    /** In pieces of one byte. */
    private static RecordingSink read(WireCall call, String file) {
        RecordingSink sink = new RecordingSink();
        AnswerReader reader = wire(call).reader(call);
        for (byte one : file.getBytes(StandardCharsets.UTF_8)) {
            reader.chunk(ByteBuffer.wrap(new byte[] {one}), sink);
        }
        reader.end(sink);
        return sink;
    }

    private static JsonNode json(String text) {
        return SeamJson.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void shouldHandAnthropicAllLinesInOneRequest() {
        String input = lines(CLAUDE);
        UpstreamRequest request = encode(call(BatchStep.CREATE, "", "anthropic", CLAUDE, input, "{}"));

        assertThat(request.uri()).isEqualTo("http://upstream/v1/messages/batches");
        assertThat(request.headers()).containsKeys("anthropic-version", "x-api-key");
        JsonNode requests = json(WireCalls.body(request)).path("requests");
        assertThat(requests).hasSize(2);
        int second = input.substring(0, input.lastIndexOf("{\"custom_id\"")).getBytes(StandardCharsets.UTF_8).length;
        assertThat(requests.path(0).path("custom_id").asText()).isEqualTo("0");
        assertThat(requests.path(1).path("custom_id").asText()).isEqualTo(Integer.toString(second));
        JsonNode first = requests.path(0).path("params");
        assertThat(first.path("model").asText()).isEqualTo(CLAUDE);
        assertThat(first.path("max_tokens").asInt()).isEqualTo(9);
        assertThat(first.path("system").toString()).contains("Be brief");
        assertThat(requests.path(1).path("params").has("stream")).isFalse();
    }

    @Test
    void shouldUploadLinesToMistralAndMakeAJobOfThem() {
        UpstreamRequest upload =
                encode(call(BatchStep.UPLOAD, "", "mistral", MISTRAL, lines(MISTRAL), "{\"purpose\":\"batch\"}"));
        UpstreamRequest job =
                encode(call(BatchStep.CREATE, "", "mistral", MISTRAL, "", "{\"input_file_id\":\"file-1\"}"));

        assertThat(upload.uri()).isEqualTo("http://upstream/v1/files");
        assertThat(WireCalls.body(upload))
                .contains("name=\"purpose\"", "{\"custom_id\":\"0\",\"body\":{\"messages\":", "\"max_tokens\":9")
                .doesNotContain(MISTRAL, "stream");
        assertThat(job.uri()).isEqualTo("http://upstream/v1/batch/jobs");
        assertThat(json(WireCalls.body(job)))
                .isEqualTo(json("{\"input_files\":[\"file-1\"],\"model\":\"" + MISTRAL + "\",\"endpoint\":\"" + CHAT
                        + "\",\"timeout_hours\":24}"));
    }

    @Test
    void shouldUploadLinesToGeminiAndMakeABatchOfThem() {
        UpstreamRequest upload = encode(call(BatchStep.UPLOAD, "", "gemini", GEMINI, lines(GEMINI), "{}"));
        UpstreamRequest batch = encode(call(BatchStep.CREATE, "", "gemini", GEMINI, "", "{\"input_file_id\":\"abc\"}"));

        assertThat(upload.uri()).isEqualTo("http://upstream/upload/v1beta/files");
        assertThat(upload.headers())
                .containsEntry("x-goog-upload-protocol", "multipart")
                .containsKey("x-goog-api-key")
                .hasEntrySatisfying(
                        "content-type", type -> assertThat(type).startsWith("multipart/related; boundary="));
        String[] parts = WireCalls.body(upload).split("\r\n\r\n");
        assertThat(parts[1])
                .startsWith("{\"file\":{\"displayName\":\"input.jsonl\",\"mimeType\":\"application/jsonl\"}}");
        List<String> lines = parts[2].lines().toList();
        assertThat(json(lines.getFirst()).path("key").asText()).isEqualTo("0");
        assertThat(json(lines.getFirst())
                        .at("/request/systemInstruction/parts/0/text")
                        .asText())
                .isEqualTo("Be brief");
        assertThat(json(lines.get(1)).at("/request/contents/0/parts/0/text").asText())
                .isEqualTo("é");
        assertThat(batch.uri()).isEqualTo("http://upstream/v1beta/models/" + GEMINI + ":batchGenerateContent");
        assertThat(json(WireCalls.body(batch)))
                .isEqualTo(
                        json("{\"batch\":{\"displayName\":\"sluice\",\"inputConfig\":{\"fileName\":\"files/abc\"}}}"));
        assertThat(encode(call(BatchStep.OUTPUT, "abc", "gemini", GEMINI, "", "{}"))
                        .uri())
                .isEqualTo("http://upstream/download/v1beta/files/abc:download?alt=media");
        assertThat(json(whole(
                                call(BatchStep.UPLOAD, "", "gemini", GEMINI, "", "{}"),
                                "{\"file\":{\"name\":\"files/abc\"}}")
                        .text()))
                .isEqualTo(json("{\"id\":\"abc\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "BATCH_STATE_PENDING, in_progress",
        "JOB_STATE_RUNNING, in_progress",
        "BATCH_STATE_SUCCEEDED, completed",
        "JOB_STATE_SUCCEEDED, completed",
        "BATCH_STATE_FAILED, failed",
        "BATCH_STATE_CANCELLED, cancelled",
        "BATCH_STATE_EXPIRED, expired"
    })
    void shouldTellGeminisBatchInOpenAisWords(String said, String status) {
        RecordingSink sink = whole(
                call(BatchStep.LOOK, "b1", "gemini", GEMINI, "", "{}"),
                "{\"name\":\"batches/b1\",\"metadata\":{\"state\":\"" + said
                        + "\",\"batchStats\":{\"requestCount\":\"3\",\"successfulRequestCount\":\"2\",\"failedRequestCount\":\"1\"},"
                        + "\"output\":{\"responsesFile\":\"files/out\"}},\"error\":{\"code\":1,\"message\":\"no\"}}");

        assertThat(json(sink.text()))
                .isEqualTo(json("{\"id\":\"b1\",\"object\":\"batch\",\"status\":\"" + status
                        + "\",\"request_counts\":{\"total\":3,\"completed\":2,\"failed\":1},\"output_file_id\":\"out\","
                        + "\"error_file_id\":\"out\",\"errors\":{\"data\":[{\"code\":\"batch_error\",\"message\":\"no\","
                        + "\"line\":null,\"param\":null}]}}"));
    }

    /** What was answered and what failed come in one file. */
    @Test
    void shouldReadWhatGeminiAnsweredAndWhatItRefused() {
        String input = line("a", GEMINI, "\"n\":1") + '\n' + line("b", GEMINI, "\"n\":1");
        String second = Integer.toString(input.indexOf('\n') + 2); // of bytes: there is one é before
        String file = "{\"key\":\"0\",\"response\":{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Paris\"}],"
                + "\"role\":\"model\"},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":1000,"
                + "\"candidatesTokenCount\":10,\"totalTokenCount\":1010},\"modelVersion\":\"m\",\"responseId\":\"r\"}}\n"
                + "{\"key\":\"" + second + "\",\"error\":{\"code\":3,\"message\":\"too long\"}}\n";

        RecordingSink output = read(call(BatchStep.OUTPUT, "out", "gemini", GEMINI, input, "{}"), file);
        RecordingSink errors = read(call(BatchStep.ERRORS, "out", "gemini", GEMINI, input, "{}"), file);

        assertThat(json(output.text()).path("custom_id").asText()).isEqualTo("a");
        assertThat(json(output.text())
                        .at("/response/body/choices/0/message/content")
                        .asText())
                .isEqualTo("Paris");
        // half of 0.3 and 2.5 dollars a million
        assertThat(output.charges.said()).isEqualTo(Money.ofNanos(1_000 * 150 + 10 * 1_250));
        assertThat(json(errors.text()).path("custom_id").asText()).isEqualTo("b");
        assertThat(json(errors.text()).at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(json(errors.text()).at("/response/body/error/message").asText())
                .contains("too long");
        assertThat(errors.charges.said()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "LOOK, anthropic, GET, http://upstream/v1/messages/batches/b%2F1",
        "CANCEL, anthropic, POST, http://upstream/v1/messages/batches/b%2F1/cancel",
        "LOOK, gemini, GET, http://upstream/v1beta/batches/b%2F1",
        "CANCEL, gemini, POST, http://upstream/v1beta/batches/b%2F1:cancel",
        "LOOK, mistral, GET, http://upstream/v1/batch/jobs/b%2F1",
        "CANCEL, mistral, POST, http://upstream/v1/batch/jobs/b%2F1/cancel"
    })
    void shouldLookAndCancelWhereTheBatchIs(BatchStep step, String provider, String method, String uri) {
        UpstreamRequest request = encode(call(step, "b/1", provider, "m", "", "{}"));

        assertThat(request.method()).isEqualTo(method);
        assertThat(request.uri()).isEqualTo(uri);
        assertThat(request.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x|Line 1: it is no JSON",
                "{\"body\":{}}|Line 1: it needs a custom_id",
                "{\"custom_id\":\"a\",\"body\":{\"model\":\"other\"}}|another model",
            })
    void shouldNameTheLineThatCannotBeTaken(String input, String message) {
        WireCall call = call(BatchStep.CREATE, "", "anthropic", CLAUDE, input, "{}");

        assertThatThrownBy(() -> encode(call))
                .hasCauseInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldTakeNoTwoLinesOfOneIdAndNoEndpointThatIsNotThere() {
        String twice = line("a", CLAUDE, "\"n\":1") + '\n' + line("a", CLAUDE, "\"n\":1");

        assertThatThrownBy(() -> encode(call(BatchStep.CREATE, "", "anthropic", CLAUDE, twice, "{}")))
                .hasMessageContaining("Line 2");
        assertThatThrownBy(() ->
                        encode(call(BatchStep.CREATE, "", "anthropic", CLAUDE, twice, "{}", "/v1/images/generations")))
                .hasMessageContaining("/v1/images/generations");
        assertThatThrownBy(() -> encode(call(BatchStep.CREATE, "", "anthropic", CLAUDE, twice, "{}", "/v1/embeddings")))
                .hasMessageContaining("embeddings");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in_progress|3,0,0,0,0|in_progress|3|0|0|false|false",
                "canceling|3,0,0,0,0|cancelling|3|0|0|false|false",
                "ended|0,2,1,0,0|completed|3|2|1|true|true",
                "ended|0,2,0,0,0|completed|2|2|0|true|false",
                "ended|0,0,0,0,2|expired|2|0|2|false|true",
                "ended|0,1,0,1,0|cancelled|2|1|0|true|false",
            })
    void shouldTellAnthropicsBatchInOpenAisWords(
            String said,
            String counts,
            String status,
            int total,
            int completed,
            int failed,
            boolean output,
            boolean errors) {
        String[] count = counts.split(",", -1);
        RecordingSink sink = whole(
                call(BatchStep.LOOK, "b1", "anthropic", CLAUDE, "", "{}"),
                "{\"id\":\"b1\",\"processing_status\":\"" + said + "\",\"request_counts\":{\"processing\":" + count[0]
                        + ",\"succeeded\":" + count[1] + ",\"errored\":" + count[2] + ",\"canceled\":" + count[3]
                        + ",\"expired\":" + count[4] + "}}");

        JsonNode batch = json(sink.text());
        assertThat(batch.path("id").asText()).isEqualTo("b1");
        assertThat(batch.path("status").asText()).isEqualTo(status);
        assertThat(batch.path("request_counts"))
                .isEqualTo(json("{\"total\":" + total + ",\"completed\":" + completed + ",\"failed\":" + failed + "}"));
        assertThat(batch.has("output_file_id")).isEqualTo(output);
        assertThat(batch.has("error_file_id")).isEqualTo(errors);
        assertThat(sink.usage).isEqualTo(TokenUsage.NONE);
        assertThat(sink.done).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, null, in_progress",
        "RUNNING, null, in_progress",
        "SUCCESS, '\"o\"', completed",
        "FAILED, null, failed",
        "FAILED, '\"o\"', completed",
        "TIMEOUT_EXCEEDED, null, expired",
        "CANCELLATION_REQUESTED, null, cancelling",
        "CANCELLED, null, cancelled"
    })
    void shouldTellMistralsJobInOpenAisWords(String said, String output, String status) {
        RecordingSink sink = whole(
                call(BatchStep.LOOK, "j1", "mistral", MISTRAL, "", "{}"),
                "{\"id\":\"j1\",\"status\":\"" + said + "\",\"output_file\":" + output
                        + ",\"total_requests\":3,\"succeeded_requests\":2,\"failed_requests\":1,\"errors\":[{\"message\":\"no\"}]}");

        JsonNode batch = json(sink.text());
        assertThat(batch.path("status").asText()).isEqualTo(status);
        assertThat(batch.path("output_file_id").asText("")).isEqualTo(output.equals("null") ? "" : "o");
        assertThat(batch.at("/errors/data/0/message").asText()).isEqualTo("no");
        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(2);
    }

    private static String message(String id) {
        return "{\"custom_id\":\"" + id
                + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
                + "\"role\":\"assistant\",\"model\":\"" + CLAUDE
                + "\",\"content\":[{\"type\":\"text\",\"text\":\"Paris é\"}],"
                + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1001,\"output_tokens\":10,\"service_tier\":\"batch\"}}}}\n";
    }

    private static String results(String second) {
        return message(second)
                + "{\"custom_id\":\"0\",\"result\":{\"type\":\"errored\",\"error\":{\"type\":\"error\",\"error\":"
                + "{\"type\":\"invalid_request_error\",\"message\":\"too long\"}}}}\n" + message(second);
    }

    /** A line that comes twice is charged once. */
    @Test
    void shouldReadWhatAnthropicAnsweredAndChargeItAtHalfThePrice() {
        String input = lines(CLAUDE);
        String second = Integer.toString(
                input.substring(0, input.lastIndexOf("{\"custom_id\"")).getBytes(StandardCharsets.UTF_8).length);

        RecordingSink sink = read(call(BatchStep.OUTPUT, "b1", "anthropic", CLAUDE, input, "{}"), results(second));

        JsonNode line = json(sink.text());
        assertThat(sink.text().lines()).hasSize(1);
        assertThat(line.path("custom_id").asText()).isEqualTo("b");
        assertThat(line.at("/response/status_code").asInt()).isEqualTo(200);
        JsonNode answer = line.at("/response/body");
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.path("model").asText()).isEqualTo(CLAUDE);
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Paris é");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(sink.usage).isEqualTo(TokenUsage.of(1_001, 10));
        // 1.5 and 7.5 dollars a million
        assertThat(sink.charges.said()).isEqualTo(Money.ofNanos(1_001 * 1_500 + 10 * 7_500));
        assertThat(sink.done).isTrue();
    }

    @Test
    void shouldReadWhatFailedIntoTheErrorFileAndChargeNothing() {
        String input = lines(CLAUDE);
        String second = Integer.toString(
                input.substring(0, input.lastIndexOf("{\"custom_id\"")).getBytes(StandardCharsets.UTF_8).length);
        String expired = "{\"custom_id\":\"" + second + "\",\"result\":{\"type\":\"expired\"}}\n";

        RecordingSink sink = read(
                call(BatchStep.ERRORS, "b1", "anthropic", CLAUDE, input, "{}"),
                results(second).lines().skip(1).limit(1).toList().getFirst() + '\n' + expired);

        List<JsonNode> lines = sink.text().lines().map(BatchWireTest::json).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().path("custom_id").asText()).isEqualTo("line / 1");
        assertThat(lines.getFirst().at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(lines.getFirst().at("/response/body/error/message").asText()).isEqualTo("too long");
        assertThat(lines.getLast().at("/error/code").asText()).isEqualTo("batch_expired");
        assertThat(sink.usage).isEqualTo(TokenUsage.NONE);
        assertThat(sink.charges.said()).isNull();
        assertThat(sink.done).isTrue();
    }

    /** The price list has no batch prices of Mistral: half of what a call costs, 0.5 and 1.5 dollars a million. */
    @Test
    void shouldChargeHalfWhereThePriceListHasNoBatchPrices() {
        String input = line("a", MISTRAL, "\"n\":1");
        String answer =
                "{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                        + "{\"role\":\"assistant\",\"content\":\"Paris\"},\"finish_reason\":\"stop\"}],\"usage\":"
                        + "{\"prompt_tokens\":1001,\"completion_tokens\":10,\"total_tokens\":1011}}";

        RecordingSink sink = read(
                call(BatchStep.OUTPUT, "f1", "mistral", MISTRAL, input, "{}"),
                "{\"id\":\"x\",\"custom_id\":\"0\",\"response\":{\"status_code\":200,\"body\":" + answer
                        + "},\"error\":null}\n");

        assertThat(json(sink.text()).path("custom_id").asText()).isEqualTo("a");
        assertThat(json(sink.text())
                        .at("/response/body/choices/0/message/content")
                        .asText())
                .isEqualTo("Paris");
        assertThat(sink.charges.said()).isEqualTo(Money.ofNanos((1_001 * 500 + 10 * 1_500) / 2));
    }

    /** What it cost is known where it says so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|is no JSON|0",
                "{\"custom_id\":\"3\",\"result\":{\"type\":\"succeeded\"}}|belongs to no line|0",
                "{\"custom_id\":\"x\",\"result\":{\"type\":\"succeeded\",\"message\":{\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}}|belongs to no line|7",
            })
    void shouldTellAResultThatCannotBeReadAndChargeTheOthers(String broken, String why, int input) {
        RecordingSink sink = read(
                call(BatchStep.OUTPUT, "b1", "anthropic", CLAUDE, lines(CLAUDE), "{}"), broken + '\n' + message("0"));

        List<JsonNode> lines = sink.text().lines().map(BatchWireTest::json).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().path("custom_id").isNull()).isTrue();
        assertThat(lines.getFirst().path("response").isNull()).isTrue();
        assertThat(lines.getFirst().at("/error/code").asText()).isEqualTo("unreadable_result");
        assertThat(lines.getFirst().at("/error/message").asText()).contains(why);
        assertThat(lines.getLast().path("custom_id").asText()).isEqualTo("line / 1");
        assertThat(sink.usage.input()).isEqualTo(1_001 + input);
        assertThat(sink.charges.said()).isGreaterThanOrEqualTo(Money.ofNanos(1_001 * 1_500 + 10 * 7_500));
        assertThat(sink.done).isTrue();
    }

    @Test
    void shouldSkipALineThatIsTooLongAndReadOnBehindIt() {
        RecordingSink sink = new RecordingSink();
        AnswerReader reader = readerInALineThatIsTooLong(sink);
        reader.chunk(bytes("x\n" + message("0")), sink);
        reader.end(sink);

        List<JsonNode> lines = sink.text().lines().map(BatchWireTest::json).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().at("/error/message").asText()).contains("longer than 16777216 bytes");
        assertThat(lines.getLast().path("custom_id").asText()).isEqualTo("line / 1");
        assertThat(sink.usage).isEqualTo(TokenUsage.of(1_001, 10));
        assertThat(sink.done).isTrue();
    }

    private static AnswerReader readerInALineThatIsTooLong(RecordingSink sink) {
        WireCall call = call(BatchStep.OUTPUT, "b1", "anthropic", CLAUDE, lines(CLAUDE), "{}");
        AnswerReader reader = wire(call).reader(call);
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        for (int i = 0; i < 40; i++) {
            reader.chunk(ByteBuffer.wrap(piece), sink);
        }
        return reader;
    }

    @Test
    void shouldNotTakeResultsThatEndWithinALineThatIsTooLong() {
        RecordingSink sink = new RecordingSink();
        readerInALineThatIsTooLong(sink).end(sink);

        assertThat(sink.failure).isNotNull();
        assertThat(sink.done).isFalse();
    }

    /** It was cut off: nothing is charged, and it is fetched again. */
    @Test
    void shouldNotTakeResultsThatEndWithinALine() {
        RecordingSink sink = read(
                call(BatchStep.OUTPUT, "b1", "anthropic", CLAUDE, lines(CLAUDE), "{}"),
                message("0") + message("0").substring(0, 40));

        assertThat(sink.failure).isNotNull();
        assertThat(sink.usage).isNull();
        assertThat(sink.done).isFalse();
    }
}
