package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers of models that only write text, by InvokeModel: Llama's {@code generation}, Mistral's {@code outputs}, Titan's {@code results} or
 * {@code outputText}. Counts come with the text, in the metrics of the last chunk, or in Bedrock's headers.
 */
final class TextDecoder implements EventDecoder {

    private static final String IN = "x-amzn-bedrock-input-token-count";
    private static final String OUT = "x-amzn-bedrock-output-token-count";

    private final EventStream stream = new EventStream(new Chunks());
    private Consumer<AnswerEvent> events = ignored -> {};
    private long input = -1;
    private long output = -1;
    private String reason = "";
    private boolean over;

    @Override
    public void whole(Map<String, String> headers, ByteBuffer body, Consumer<AnswerEvent> receiver) {
        input = number(headers.get(IN));
        output = number(headers.get(OUT));
        whole(body, receiver);
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> receiver) {
        events = receiver;
        byte[] json = Bytes.copy(body);
        try {
            JsonNode answer = ConverseRequest.JSON.readTree(json);
            JsonNode first = answer.path("results").path(0).isObject()
                    ? answer.path("results").path(0)
                    : answer.path("outputs").path(0);
            step(first.isObject() ? first : answer);
            counts(answer);
            if (first.path("tokenCount").isNumber()) {
                output = first.path("tokenCount").asLong();
            }
            finish();
        } catch (IOException e) {
            fail(BedrockErrors.unreadable("the answer is not JSON"));
        }
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> receiver) {
        if (over) {
            return;
        }
        events = receiver;
        try {
            stream.feed(bytes);
        } catch (RuntimeException e) {
            fail(BedrockErrors.unreadable("the event stream is broken: " + e.getMessage()));
        }
    }

    private final class Chunks implements EventStream.Receiver {

        @Override
        public void event(String type, byte[] payload) {
            try {
                JsonNode chunk = ConverseRequest.JSON.readTree(
                        ConverseRequest.JSON.readTree(payload).path("bytes").binaryValue());
                JsonNode first = chunk.path("outputs").path(0);
                step(first.isObject() ? first : chunk);
                counts(chunk);
            } catch (IOException e) {
                fail(BedrockErrors.unreadable("a chunk of the stream is not JSON"));
            }
        }

        @Override
        public void exception(String type, byte[] payload) {
            fail(BedrockErrors.inStream(type, payload));
        }
    }

    private void step(JsonNode step) {
        for (String member : new String[] {"generation", "text", "outputText"}) {
            String text = step.path(member).asText("");
            if (!text.isEmpty()) {
                events.accept(new AnswerEvent.Text(text));
            }
        }
        for (String member : new String[] {"stop_reason", "completionReason"}) {
            if (step.path(member).isTextual()) {
                reason = step.path(member).asText();
            }
        }
    }

    private void counts(JsonNode said) {
        JsonNode metrics = said.path("amazon-bedrock-invocationMetrics");
        input = count(
                input,
                said.path("prompt_token_count"),
                said.path("inputTextTokenCount"),
                metrics.path("inputTokenCount"));
        output = count(
                output,
                said.path("generation_token_count"),
                said.path("totalOutputTextTokenCount"),
                metrics.path("outputTokenCount"));
    }

    private static long count(long known, JsonNode... said) {
        long count = known;
        for (JsonNode each : said) {
            count = each.isNumber() ? Math.max(0, each.asLong()) : count;
        }
        return count;
    }

    private void finish() {
        if (over || reason.isEmpty()) {
            return;
        }
        over = true;
        if (input >= 0 || output >= 0) {
            events.accept(new AnswerEvent.Usage(TokenUsage.of(Math.max(0, input), Math.max(0, output)), null));
        }
        events.accept(new AnswerEvent.Finish(
                switch (reason) {
                    case "length", "LENGTH" -> "length";
                    case "CONTENT_FILTERED", "RAG_QUERY_WHEN_RAG_DISABLED" -> "content_filter";
                    default -> "stop";
                }));
    }

    private void fail(ProviderFailure failure) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }

    /** The last chunk has the reason and the counts, and nothing says that it is the last. */
    @Override
    public void end(Consumer<AnswerEvent> receiver) {
        events = receiver;
        finish();
    }
}
