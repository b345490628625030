package io.sluice.router.wire.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.SpacedJson;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Consumer;

/** Reads Ollama's answers, whole and as lines of JSON, of both endpoints. */
final class OllamaDecoder implements EventDecoder {

    private static final int MAX_LINE = 16 * 1024 * 1024;

    private final Lines lines = new Lines();
    private int calls;
    private boolean over;

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        byte[] json = Bytes.copy(body);
        try {
            step(OllamaDialect.JSON.readTree(json), true, events);
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("the answer is not JSON"), events);
        }
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
        lines.add(bytes, line -> line(line, events));
        if (lines.pendingBytes() > MAX_LINE) {
            fail(ProviderFailure.badResponse("a line is larger than " + MAX_LINE + " bytes"), events);
        }
    }

    private void line(String line, Consumer<AnswerEvent> events) {
        if (over || line.isBlank()) {
            return;
        }
        try {
            step(OllamaDialect.JSON.readTree(line), false, events);
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("a line of the stream is not JSON"), events);
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        line(lines.rest(), events);
    }

    private void step(JsonNode step, boolean whole, Consumer<AnswerEvent> events) {
        if (step == null || !step.isObject()) {
            fail(ProviderFailure.badResponse("provider returned no object"), events);
            return;
        }
        if (step.has("error")) {
            fail(ProviderErrors.inStream(step.path("error"), null), events);
            return;
        }
        if (whole && !step.has("message") && !step.has("response")) {
            fail(ProviderFailure.badResponse("there is no message in the answer"), events);
            return;
        }
        JsonNode message = step.path("message");
        String thinking = message.path("thinking").asText(step.path("thinking").asText(""));
        if (!thinking.isEmpty()) {
            events.accept(new AnswerEvent.Thinking(thinking));
        }
        String text = message.path("content").asText(step.path("response").asText(""));
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Text(text));
        }
        message.path("tool_calls").forEach(call -> toolCall(call, events));
        if (step.path("done").asBoolean() || (whole && !step.has("done"))) {
            finish(step, events);
        }
    }

    /** Ollama gives a call at once and, in older versions, without an id. */
    private void toolCall(JsonNode call, Consumer<AnswerEvent> events) {
        int number = calls++;
        String id = call.path("id").asText("call_" + UUID.randomUUID());
        events.accept(new AnswerEvent.CallStart(
                number, number, id, call.path("function").path("name").asText(), null));
        JsonNode arguments = call.path("function").path("arguments");
        events.accept(new AnswerEvent.CallArguments(
                number, arguments.isTextual() ? arguments.asText() : SpacedJson.of(arguments)));
    }

    private void finish(JsonNode step, Consumer<AnswerEvent> events) {
        if (step.path("prompt_eval_count").isNumber() || step.path("eval_count").isNumber()) {
            long input = Math.max(0, step.path("prompt_eval_count").asLong(0));
            long output = Math.max(0, step.path("eval_count").asLong(0));
            events.accept(new AnswerEvent.Usage(TokenUsage.of(input, output), null));
        }
        String reason = step.path("done_reason").asText("stop");
        events.accept(new AnswerEvent.Finish(calls > 0 ? "tool_calls" : reason.equals("length") ? "length" : "stop"));
        over = true;
    }

    private void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }
}
