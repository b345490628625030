package io.sluice.router.wire.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;

/** Reads what a prompt is answered with: one JSON document, or server-sent events of which each is JSON on a line. Nothing is read behind the end. */
public abstract class PromptDecoder implements EventDecoder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LINE = 16 * 1024 * 1024;
    private static final String DATA = "data:";

    private final Lines lines = new Lines();
    private boolean over;

    /** A whole answer. @param headers lower-case names */
    protected abstract void answer(Map<String, String> headers, JsonNode answer, Consumer<AnswerEvent> events);

    /** An event of a stream. */
    protected abstract void event(JsonNode event, Consumer<AnswerEvent> events);

    @Override
    public final void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        whole(Map.of(), body, events);
    }

    @Override
    public final void whole(Map<String, String> headers, ByteBuffer body, Consumer<AnswerEvent> events) {
        JsonNode answer;
        try {
            answer = JSON.readTree(Bytes.copy(body));
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("the answer is not JSON"), events);
            return;
        }
        answer(headers, answer, events);
    }

    @Override
    public final void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
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
            event = JSON.readTree(data);
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("an event of the stream is not JSON"), events);
            return;
        }
        event(event, events);
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        line(lines.rest(), events);
    }

    /** The answer is complete. */
    protected final void over() {
        over = true;
    }

    protected final boolean isOver() {
        return over;
    }

    protected static void text(String text, Consumer<AnswerEvent> events) {
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Text(text));
        }
    }

    /** Once; what comes behind it is not read. */
    protected final void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }
}
