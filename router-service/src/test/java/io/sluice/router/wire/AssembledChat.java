package io.sluice.router.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client has in the end, however it came.
 *
 * @param usage prompt, completion and total tokens
 */
record AssembledChat(Map<Integer, Choice> choices, String usage) {

    record Choice(String text, String reasoning, String refusal, List<String> calls, String finishReason) {}

    private static final class Growing {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder refusal = new StringBuilder();
        private final TreeMap<Integer, StringBuilder> calls = new TreeMap<>();
        private String finishReason = "";

        private void add(JsonNode choice, String holder) {
            JsonNode message = choice.path(holder);
            text.append(message.path("content").asText(""));
            reasoning.append(message.path("reasoning_content").asText(""));
            refusal.append(message.path("refusal").asText(""));
            int place = 0;
            for (JsonNode call : message.path("tool_calls")) {
                JsonNode function = call.path("function");
                StringBuilder grown =
                        calls.computeIfAbsent(call.path("index").asInt(place), number -> new StringBuilder());
                if (function.path("name").isTextual()) {
                    grown.append(function.path("name").asText()).append(' ');
                }
                grown.append(function.path("arguments").asText(""));
                place++;
            }
            finishReason = choice.path("finish_reason").asText(finishReason);
        }

        private Choice done() {
            List<String> whole = new ArrayList<>();
            calls.values().forEach(call -> whole.add(call.toString().replaceAll("\\s", "")));
            return new Choice(text.toString(), reasoning.toString(), refusal.toString(), whole, finishReason);
        }
    }

    static AssembledChat ofWhole(String json) {
        JsonNode answer = tree(json);
        return of(List.of(answer), "message");
    }

    static AssembledChat ofStream(String events) {
        List<JsonNode> chunks = new ArrayList<>();
        events.lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line -> chunks.add(tree(line.substring("data: ".length()))));
        return of(chunks, "delta");
    }

    private static AssembledChat of(List<JsonNode> objects, String holder) {
        Map<Integer, Growing> growing = new TreeMap<>();
        String usage = "";
        for (JsonNode object : objects) {
            for (JsonNode choice : object.path("choices")) {
                growing.computeIfAbsent(choice.path("index").asInt(), number -> new Growing())
                        .add(choice, holder);
            }
            JsonNode said = object.path("usage");
            if (said.isObject()) {
                usage = said.path("prompt_tokens") + "+" + said.path("completion_tokens") + "="
                        + said.path("total_tokens");
            }
        }
        Map<Integer, Choice> choices = new TreeMap<>();
        growing.forEach((number, grown) -> choices.put(number, grown.done()));
        return new AssembledChat(choices, usage);
    }

    private static JsonNode tree(String json) {
        try {
            return RecordedAnswers.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
