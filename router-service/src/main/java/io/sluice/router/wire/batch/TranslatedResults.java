package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.BatchStep;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of a batch, line by line in OpenAI's words (platform.openai.com/docs/api-reference/batch/request-output, seen 2026-11-26): either what was answered,
 * and what that cost, or the rest. Each answer is read beside the line that asked for it. Not thread-safe.
 */
final class TranslatedResults implements AnswerReader {

    private final BatchProtocol protocol;
    private final BatchCall batch;
    private final InputFile input;
    private final LineTranslator translator;
    private final BatchBill bill;
    private final Lines lines = new Lines();
    private final Set<String> seen = new HashSet<>();
    private @Nullable String broken;

    TranslatedResults(BatchProtocol protocol, BatchCall batch) {
        this.protocol = protocol;
        this.batch = batch;
        this.input = batch.input();
        this.translator = new LineTranslator(batch);
        this.bill = new BatchBill(batch.target().card());
    }

    @Override
    public boolean streams(Map<String, String> headers, boolean asked) {
        return true;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        chunk(body, sink);
        end(sink);
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        lines.add(bytes.duplicate(), text -> line(text, sink));
    }

    private void line(String text, AnswerSink sink) {
        if (text.isBlank()) {
            return;
        }
        try {
            BatchProtocol.Result result = protocol.result(SeamJson.MAPPER.readTree(text));
            boolean answered = result instanceof BatchProtocol.Result.Answered;
            // a line that comes twice is charged once
            if (answered == (batch.step() == BatchStep.OUTPUT) && seen.add(result.id())) {
                write(result, sink);
            }
        } catch (IOException | NumberFormatException | UnsupportedRequestException e) {
            broken = "a result belongs to no line";
        }
    }

    private void write(BatchProtocol.Result result, AnswerSink sink) {
        LineTranslator.Line line = asked(result.id());
        ObjectNode ours = SeamJson.MAPPER
                .createObjectNode()
                .put("id", "batch_req_" + result.id())
                .put("custom_id", line.customId());
        switch (result) {
            case BatchProtocol.Result.Answered(String id, JsonNode body) -> answered(id, line, body, ours);
            case BatchProtocol.Result.Refused(String id, int status, JsonNode body) ->
                response(ours, status, id, error(ProviderErrors.of(status, Map.of(), bytes(body), secret())));
            case BatchProtocol.Result.Expired ignored ->
                ours.putNull("response")
                        .putObject("error")
                        .put("code", "batch_expired")
                        .put("message", "This request could not be executed before the completion window expired.");
            case BatchProtocol.Result.Cancelled ignored -> {
                return;
            }
        }
        byte[] written = (ours + "\n").getBytes(StandardCharsets.UTF_8);
        sink.content(written.length);
        sink.emit(ByteBuffer.wrap(written));
    }

    private LineTranslator.Line asked(String id) {
        Optional<byte[]> line = input.at(Integer.parseInt(id));
        return translator.read(line.orElseThrow(() -> new UnsupportedRequestException("no line begins there")));
    }

    private void answered(String id, LineTranslator.Line line, JsonNode body, ObjectNode ours) {
        LineAnswer answer = new LineAnswer();
        translator.reader(line).complete(200, Map.of(), bytes(body), answer);
        bill.add(answer.used(body), answer.charges());
        ProviderFailure failure = answer.failure();
        if (failure == null) {
            response(ours, 200, body.path("id").asText(id), answer.json());
        } else {
            response(ours, failure.status(), id, error(failure));
        }
    }

    private static void response(ObjectNode ours, int status, String id, JsonNode body) {
        ours.putObject("response")
                .put("status_code", status)
                .put("request_id", id)
                .set("body", body);
        ours.putNull("error");
    }

    private static ObjectNode error(ProviderFailure failure) {
        ObjectNode error = SeamJson.MAPPER.createObjectNode();
        error.putObject("error")
                .put("message", failure.message())
                .put("type", failure.type())
                .put("param", failure.param())
                .put("code", failure.code());
        return error;
    }

    private static ByteBuffer bytes(JsonNode json) {
        return ByteBuffer.wrap(SeamJson.bytes(json));
    }

    private @Nullable String secret() {
        return batch.target().apiKey();
    }

    @Override
    public void end(AnswerSink sink) {
        line(lines.rest(), sink);
        if (broken != null) {
            sink.failed(ProviderFailure.badResponse("The results of the batch cannot be read: " + broken));
            return;
        }
        bill.report(sink);
        sink.finished("stop");
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.of(status, headers, body, secret());
    }
}
