package io.sluice.router.wire.alephalpha;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.prompt.PromptDecoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads completions, whole and as server-sent events: {@code stream_chunk} with text, {@code stream_summary} with the reason of one completion,
 * {@code completion_summary} with the counts of all.
 */
final class AlephAlphaDecoder extends PromptDecoder {

    private final Map<Integer, String> reasons = new TreeMap<>();
    private int choice;

    @Override
    protected void answer(Map<String, String> headers, JsonNode answer, Consumer<AnswerEvent> events) {
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
    protected void event(JsonNode event, Consumer<AnswerEvent> events) {
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
        super.end(events);
        if (!isOver() && !reasons.isEmpty()) {
            finish(MissingNode.getInstance(), events);
        }
    }

    private void text(int index, String text, Consumer<AnswerEvent> events) {
        of(index, events);
        text(text, events);
    }

    private void of(int index, Consumer<AnswerEvent> events) {
        if (index != choice) {
            choice = index;
            events.accept(new AnswerEvent.Choice(index));
        }
    }

    private void finish(JsonNode counts, Consumer<AnswerEvent> events) {
        over();
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
}
