package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of {@code generateContent}. A streamed one is whole answers with a piece each, and ends with its connection: what it cost and
 * why it ended is told only then.
 */
final class GeminiDecoder implements EventDecoder {

    private static final int MAX_EVENT = 64 * 1024 * 1024; // a picture comes in one event

    private final @Nullable String secret;
    private final Lines lines = new Lines();
    private final Map<Integer, GeminiCandidate> candidates = new TreeMap<>();
    private int current;
    private @Nullable JsonNode usage;
    private int searches;
    private AnswerEvent.@Nullable Started started;
    private boolean begun;
    private boolean whole;
    private boolean blocked;
    private boolean over;

    GeminiDecoder(@Nullable String secret) {
        this.secret = secret;
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        whole = true;
        byte[] json = Bytes.copy(body);
        try {
            frame(GeminiDialect.JSON.readTree(json), events);
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("the answer is not JSON"), events);
        }
        if (!over && candidates.isEmpty() && !blocked) {
            fail(ProviderFailure.badResponse("provider returned an answer without candidates"), events);
        }
        finish(events);
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
        lines.add(bytes, line -> line(line, events));
        if (lines.pendingBytes() > MAX_EVENT) {
            fail(ProviderFailure.badResponse("an event is larger than " + MAX_EVENT + " bytes"), events);
        }
    }

    private void line(String line, Consumer<AnswerEvent> events) {
        if (over || !line.startsWith("data:")) {
            return;
        }
        try {
            frame(GeminiDialect.JSON.readTree(line.substring("data:".length())), events);
        } catch (JsonProcessingException e) {
            fail(ProviderFailure.badResponse("an event of the stream is not JSON"), events);
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        line(lines.rest(), events);
        finish(events);
    }

    private void frame(JsonNode frame, Consumer<AnswerEvent> events) {
        if (frame.has("error")) {
            fail(ProviderErrors.inStream(frame.path("error"), secret), events);
            return;
        }
        if (started == null && frame.path("responseId").isTextual()) {
            started = new AnswerEvent.Started(
                    frame.path("responseId").asText(),
                    frame.path("modelVersion").isTextual()
                            ? frame.path("modelVersion").asText()
                            : null);
        }
        for (JsonNode candidate : frame.path("candidates")) {
            int index = candidate.path("index").asInt(0);
            turnTo(index, events);
            GeminiCandidate read = candidates.computeIfAbsent(index, ignored -> new GeminiCandidate());
            if (!candidate.path("content").path("parts").isEmpty()) {
                begin(events);
            }
            read.read(candidate, events);
            searches = Math.max(searches, GeminiUsage.searches(candidate));
        }
        blocked |= frame.path("promptFeedback").has("blockReason");
        if (GeminiUsage.isSaid(frame.path("usageMetadata"))) {
            usage = frame.path("usageMetadata");
        }
    }

    private void begin(Consumer<AnswerEvent> events) {
        AnswerEvent.Started beginning = started;
        if (!begun && beginning != null) {
            begun = true;
            events.accept(beginning);
        }
    }

    private void turnTo(int index, Consumer<AnswerEvent> events) {
        if (index != current) {
            current = index;
            events.accept(new AnswerEvent.Choice(index));
        }
    }

    private void finish(Consumer<AnswerEvent> events) {
        if (over) {
            return;
        }
        over = true;
        boolean heldBack =
                candidates.isEmpty() ? blocked : candidates.values().stream().allMatch(GeminiCandidate::isHeldBack);
        if (!heldBack) {
            begin(events);
        }
        JsonNode counted = usage;
        if (counted != null) {
            AnswerEvent.Usage all = GeminiUsage.of(counted, searches);
            // a whole answer that was held back is Google's, not the model's: it has no details
            boolean bare = heldBack && (whole || candidates.isEmpty());
            events.accept(bare ? new AnswerEvent.Usage(all.counted(), null, all.charges()) : all);
        }
        if (blocked && candidates.isEmpty()) {
            events.accept(new AnswerEvent.Finish("content_filter"));
        }
        candidates.forEach((index, candidate) -> {
            if (candidate.reason() != null) {
                turnTo(index, events);
                events.accept(new AnswerEvent.Finish(candidate.finish()));
            }
        });
    }

    private void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }
}
