package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Messages;
import java.util.ArrayList;
import java.util.List;

/** Reads a request of the old completions. Source: platform.openai.com/docs/api-reference/completions. */
final class TextRequest {

    private static final int DEFAULT_CAP = 16;

    private TextRequest() {}

    static String said(Call call) {
        List<String> texts = texts(call.body().path("prompt"));
        return texts.isEmpty() ? "" : texts.getLast();
    }

    /** A string, a list of strings, a list of tokens, or a list of such lists. */
    static List<String> texts(JsonNode prompt) {
        if (!prompt.isArray() || prompt.path(0).isNumber()) {
            return List.of(prompt.isTextual() ? prompt.textValue() : prompt.toString());
        }
        List<String> texts = new ArrayList<>();
        prompt.forEach(item -> texts.add(item.isTextual() ? item.textValue() : item.toString()));
        return texts;
    }

    static Prompt prompt(JsonNode body, String text) {
        return new Prompt(
                text,
                TokenCount.bytes(text),
                List.of(),
                new Format.Text(),
                Messages.strings(body.path("stop")),
                body.path("max_tokens").asInt(DEFAULT_CAP),
                false,
                body.path("seed").asLong(0));
    }
}
