package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.BatchStep;
import io.sluice.router.catalog.Charges;
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
 * and what that cost, or the rest. Each answer is read beside the line that asked for it. A result that cannot be read is a line of its own without a custom_id, in
 * the file that was asked for. Not thread-safe.
 */
final class TranslatedResults implements AnswerReader {

    /** Far more than the longest answer that a model gives. */
    private static final int LONGEST_LINE = 16 << 20;

    private final BatchProtocol protocol;
    private final BatchCall batch;
    private final InputFile input;
    private final LineTranslator translator;
    private final BatchBill bill;
    private final Lines lines = new Lines();
    private final Set<String> seen = new HashSet<>();
    private boolean skipping;

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
        ByteBuffer more = bytes.duplicate();
        if (skipping) {
            skipping = !isPastLineEnd(more);
        }
        if (skipping) {
            return;
        }
        lines.add(more, text -> line(text, sink));
        if (lines.pendingBytes() > LONGEST_LINE) {
            var _ = lines.rest();
            skipping = true;
            unreadable("", "it is longer than " + LONGEST_LINE + " bytes", sink);
        }
    }

    private static boolean isPastLineEnd(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (bytes.get() == '\n') {
                return true;
            }
        }
        return false;
    }

    private void line(String text, AnswerSink sink) {
        if (text.isBlank()) {
            return;
        }
        Optional<JsonNode> said = json(text);
        if (said.isPresent()) {
            result(protocol.result(said.get()), sink);
        } else {
            unreadable("", "it is no JSON", sink);
        }
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(SeamJson.MAPPER.readTree(text));
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private void result(BatchProtocol.Result result, AnswerSink sink) {
        boolean answered = result instanceof BatchProtocol.Result.Answered;
        // a line that comes twice is charged once
        if (answered != (batch.step() == BatchStep.OUTPUT) || !seen.add(result.id())) {
            return;
        }
        Optional<LineTranslator.Line> line = asked(result.id());
        if (line.isPresent()) {
            write(result, line.get(), sink);
            return;
        }
        if (result instanceof BatchProtocol.Result.Answered(String id, JsonNode body)) {
            bill.add(new LineAnswer().used(body), Charges.NONE);
        }
        unreadable(result.id(), "it belongs to no line of the input", sink);
    }

    private void write(BatchProtocol.Result result, LineTranslator.Line line, AnswerSink sink) {
        ObjectNode ours = line(result.id()).put("custom_id", line.customId());
        switch (result) {
            case BatchProtocol.Result.Answered(String id, JsonNode body) -> answered(id, line, body, ours);
            case BatchProtocol.Result.Refused(String id, int status, JsonNode body) ->
                response(ours, status, id, error(ProviderErrors.of(status, Map.of(), bytes(body), secret())));
            case BatchProtocol.Result.Expired ignored ->
                failed(
                        ours,
                        "batch_expired",
                        "This request could not be executed before the completion window expired.");
            case BatchProtocol.Result.Cancelled ignored -> {
                return;
            }
        }
        emit(ours, sink);
    }

    /** One result nobody can read costs the others nothing: they are told and charged. */
    private static void unreadable(String id, String why, AnswerSink sink) {
        ObjectNode ours = line(id).putNull("custom_id");
        failed(ours, "unreadable_result", "The provider's result cannot be read: " + why + '.');
        emit(ours, sink);
    }

    private static ObjectNode line(String id) {
        return SeamJson.MAPPER.createObjectNode().put("id", "batch_req_" + id);
    }

    private static void failed(ObjectNode ours, String code, String message) {
        ours.putNull("response").putObject("error").put("code", code).put("message", message);
    }

    private static void emit(ObjectNode ours, AnswerSink sink) {
        byte[] written = (ours + "\n").getBytes(StandardCharsets.UTF_8);
        sink.content(written.length);
        sink.emit(ByteBuffer.wrap(written));
    }

    private Optional<LineTranslator.Line> asked(String id) {
        try {
            return input.at(Integer.parseInt(id)).map(translator::read);
        } catch (NumberFormatException | UnsupportedRequestException notOurs) {
            return Optional.empty();
        }
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
        String rest = lines.rest();
        if (skipping || (!rest.isBlank() && json(rest).isEmpty())) {
            // what is behind it is not known: it is fetched again
            sink.failed(ProviderFailure.badResponse("The results of the batch end within a line"));
            return;
        }
        line(rest, sink);
        bill.report(sink);
        sink.finished("stop");
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.of(status, headers, body, secret());
    }
}
