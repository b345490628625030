package io.sluice.router.wire.alephalpha;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads completions, whole and as server-sent events: {@code stream_chunk} with text, {@code stream_summary} with the reason of one completion,
 * {@code completion_summary} with the counts of all.
 */
final class AlephAlphaDecoder implements EventDecoder {

    private static final int MAX_LINE = 16 * 1024 * 1024;
    private static final String DATA = "data:";

    private final Lines lines = new Lines();
    private final Map<Integer, String> reasons = new TreeMap<>();
    private int choice;
    private boolean over;

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        JsonNode answer;
        try {
            answer = AlephAlphaDialect.JSON.readTree(Bytes.copy(body));
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("the answer is not JSON"), events);
            return;
        }
        JsonNode completions = answer.path("completions");
        if (completions.isEmpty()) {
            fail(ProviderFailure.badResponse("there is no completion in the answer"), events);
            return;
        }
        for (int i = 0; i < completions.size(); i++) {
            text(i, completions.path(i).path("completion").asText(""), events);
            reasons.put(i, completions.path(i).path("finish_reason").asText(""));
        }
        finish(answer, events);
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
        lines.add(bytes, line -> line(line, events));
        if (lines.pendingBytes() > MAX_LINE) {
            fail(ProviderFailure.badResponse("an event is larger than " + MAX_LINE + " bytes"), events);
        }
    }

    private void line(String line, Consumer<AnswerEvent> events) {
        String data = line.startsWith(DATA) ? line.substring(DATA.length()).strip() : "";
        if (over || data.isEmpty() || data.equals("[DONE]")) {
            return;
        }
        JsonNode event;
        try {
            event = AlephAlphaDialect.JSON.readTree(data);
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("an event of the stream is not JSON"), events);
            return;
        }
        int index = event.path("index").asInt(0);
        switch (event.path("type").asText("")) {
            case "stream_chunk" -> text(index, event.path("completion").asText(""), events);
            case "stream_summary" ->
                reasons.put(index, event.path("finish_reason").asText(""));
            case "completion_summary" -> finish(event, events);
            default -> {
                if (event.has("error")) {
                    fail(ProviderErrors.inStream(event, null), events);
                }
            }
        }
    }

    /** Without the last summary the counts are missing; the texts may be whole all the same. */
    @Override
    public void end(Consumer<AnswerEvent> events) {
        line(lines.rest(), events);
        if (!over && !reasons.isEmpty()) {
            finish(AlephAlphaDialect.JSON.missingNode(), events);
        }
    }

    private void text(int index, String text, Consumer<AnswerEvent> events) {
        of(index, events);
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Text(text));
        }
    }

    private void of(int index, Consumer<AnswerEvent> events) {
        if (index != choice) {
            choice = index;
            events.accept(new AnswerEvent.Choice(index));
        }
    }

    private void finish(JsonNode counts, Consumer<AnswerEvent> events) {
        over = true;
        JsonNode input = counts.path("num_tokens_prompt_total");
        JsonNode output = counts.path("num_tokens_generated");
        if (input.isNumber() || output.isNumber()) {
            TokenUsage usage = TokenUsage.of(Math.max(0, input.asLong(0)), Math.max(0, output.asLong(0)));
            events.accept(new AnswerEvent.Usage(usage, null));
        }
        reasons.forEach((index, reason) -> {
            of(index, events);
            events.accept(new AnswerEvent.Finish(reason.equals("maximum_tokens") ? "length" : "stop"));
        });
    }

    private void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }
}
