package io.sluice.router.wire.tgi;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.prompt.PromptDecoder;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads generated text: whole as an object, or as a list of one; streamed a token an event, of which the last has the details. The prompt's tokens are
 * counted in a header of a whole answer, in the details of a stream.
 */
final class TgiDecoder extends PromptDecoder {

    private static final String PROMPT_TOKENS = "x-prompt-tokens";

    @Override
    protected void answer(Map<String, String> headers, JsonNode answer, Consumer<AnswerEvent> events) {
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
    protected void event(JsonNode event, Consumer<AnswerEvent> events) {
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

    /** @param input -1 when not said */
    private void finish(JsonNode details, long input, Consumer<AnswerEvent> events) {
        over();
        JsonNode output = details.path("generated_tokens");
        if (output.isNumber() && input >= 0) {
            events.accept(new AnswerEvent.Usage(TokenUsage.of(input, Math.max(0, output.asLong())), null));
        }
        boolean cut = details.path("finish_reason").asText("").equals("length");
        events.accept(new AnswerEvent.Finish(cut ? "length" : "stop"));
    }
}
