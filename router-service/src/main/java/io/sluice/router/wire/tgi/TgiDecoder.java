package io.sluice.router.wire.tgi;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads generated text: whole as an object, or as a list of one; streamed a token an event, of which the last has the details. The prompt's tokens are
 * counted in a header of a whole answer, in the details of a stream.
 */
final class TgiDecoder implements EventDecoder {

    private static final int MAX_LINE = 16 * 1024 * 1024;
    private static final String DATA = "data:";
    private static final String PROMPT_TOKENS = "x-prompt-tokens";

    private final Lines lines = new Lines();
    private boolean over;

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        whole(Map.of(), body, events);
    }

    @Override
    public void whole(Map<String, String> headers, ByteBuffer body, Consumer<AnswerEvent> events) {
        JsonNode answer;
        try {
            answer = TgiDialect.JSON.readTree(Bytes.copy(body));
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("the answer is not JSON"), events);
            return;
        }
        JsonNode first = answer.isArray() ? answer.path(0) : answer;
        if (!first.path("generated_text").isTextual()) {
            fail(ProviderFailure.badResponse("there is no generated text in the answer"), events);
            return;
        }
        text(first.path("generated_text").asText(), events);
        finish(first.path("details"), number(headers.get(PROMPT_TOKENS)), events);
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
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
            event = TgiDialect.JSON.readTree(data);
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("an event of the stream is not JSON"), events);
            return;
        }
        if (event.has("error")) {
            fail(inStream(event), events);
            return;
        }
        JsonNode token = event.path("token");
        if (!token.path("special").asBoolean(false)) {
            text(token.path("text").asText(""), events);
        }
        if (event.path("generated_text").isTextual()) {
            JsonNode prompt = event.path("details").path("input_length");
            finish(event.path("details"), prompt.isNumber() ? prompt.asLong() : -1, events);
        }
    }

    /** {@code error_type} says what it is: {@code overloaded} is for later, {@code validation} the client's. */
    private static ProviderFailure inStream(JsonNode event) {
        ProviderFailure said = ProviderErrors.inStream(event, null);
        return event.path("error_type").asText("").equals("overloaded")
                ? new ProviderFailure(ErrorClass.RATE_LIMIT, 429, said.message(), said.type(), null, null, -1, true)
                : said;
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        line(lines.rest(), events);
    }

    private static void text(String text, Consumer<AnswerEvent> events) {
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Text(text));
        }
    }

    /** @param input -1 when not said */
    private void finish(JsonNode details, long input, Consumer<AnswerEvent> events) {
        over = true;
        JsonNode output = details.path("generated_tokens");
        if (output.isNumber() && input >= 0) {
            events.accept(new AnswerEvent.Usage(TokenUsage.of(input, Math.max(0, output.asLong())), null));
        }
        boolean cut = details.path("finish_reason").asText("").equals("length");
        events.accept(new AnswerEvent.Finish(cut ? "length" : "stop"));
    }

    private void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }
}
