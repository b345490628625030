package io.sluice.router.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a client of the messages, responses or completions protocol has in the end, however it came.
 *
 * @param text of all blocks
 * @param calls name and arguments of each
 */
record Assembled(String text, String thoughts, List<String> calls, String reason, String usage) {

    private static final class Growing {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thoughts = new StringBuilder();
        private final TreeMap<Integer, StringBuilder> calls = new TreeMap<>();
        private String reason = "";
        private String usage = "";

        private void call(int index, String start) {
            calls.put(index, new StringBuilder(start).append(' '));
        }

        private Assembled done() {
            List<String> whole = new ArrayList<>();
            calls.values().forEach(call -> whole.add(call.toString().replaceAll("\\s|\\{}", "")));
            return new Assembled(text.toString(), thoughts.toString(), whole, reason, usage);
        }
    }

    static Assembled message(String json) {
        JsonNode message = tree(json);
        Growing growing = new Growing();
        int at = 0;
        for (JsonNode block : message.path("content")) {
            growing.text.append(block.path("text").asText(""));
            growing.thoughts.append(block.path("thinking").asText(""));
            if (block.path("type").asText().equals("tool_use")) {
                growing.call(at, block.path("name").asText());
                growing.calls.get(at).append(block.path("input"));
            }
            at++;
        }
        growing.reason = message.path("stop_reason").asText();
        growing.usage = counts(message.path("usage"));
        return growing.done();
    }

    static Assembled messageEvents(String events) {
        Growing growing = new Growing();
        for (JsonNode event : events(events)) {
            JsonNode delta = event.path("delta");
            int index = event.path("index").asInt();
            switch (event.path("type").asText()) {
                case "content_block_start" -> {
                    JsonNode block = event.path("content_block");
                    if (block.path("type").asText().equals("tool_use")) {
                        growing.call(index, block.path("name").asText());
                    }
                }
                case "content_block_delta" -> {
                    growing.text.append(delta.path("text").asText(""));
                    growing.thoughts.append(delta.path("thinking").asText(""));
                    if (delta.has("partial_json")) {
                        growing.calls
                                .get(index)
                                .append(delta.path("partial_json").asText());
                    }
                }
                case "message_delta" -> {
                    growing.reason = delta.path("stop_reason").asText();
                    growing.usage = counts(event.path("usage"));
                }
                default -> {}
            }
        }
        return growing.done();
    }

    private static String counts(JsonNode usage) {
        return usage.path("input_tokens").asLong()
                + "+" + usage.path("cache_read_input_tokens").asLong()
                + "+" + usage.path("cache_creation_input_tokens").asLong()
                + "+" + usage.path("output_tokens").asLong();
    }

    static Assembled response(String json) {
        return response(tree(json));
    }

    /** The last event holds it all; what the deltas told has to be the same. */
    static Assembled responseEvents(String events) {
        StringBuilder text = new StringBuilder();
        Assembled last = new Assembled("", "", List.of(), "", "");
        for (JsonNode event : events(events)) {
            if (event.path("type").asText().equals("response.output_text.delta")) {
                text.append(event.path("delta").asText());
            }
            if (event.path("response").path("status").asText("in_progress").matches("completed|incomplete")) {
                last = response(event.path("response"));
            }
        }
        return new Assembled(text.toString(), last.thoughts, last.calls, last.reason, last.usage);
    }

    private static Assembled response(JsonNode response) {
        Growing growing = new Growing();
        int at = 0;
        for (JsonNode item : response.path("output")) {
            item.path("content")
                    .forEach(part -> growing.text.append(part.path("text").asText("")));
            item.path("summary")
                    .forEach(part -> growing.thoughts.append(part.path("text").asText("")));
            if (item.path("type").asText().equals("function_call")) {
                growing.call(at, item.path("name").asText());
                growing.calls.get(at).append(item.path("arguments").asText());
            }
            at++;
        }
        growing.reason = response.path("status").asText();
        growing.usage = response.path("usage").path("input_tokens") + "+"
                + response.path("usage").path("output_tokens");
        return growing.done();
    }

    static Assembled google(String json) {
        return google(List.of(tree(json)));
    }

    static Assembled googleEvents(String events) {
        return google(events(events));
    }

    private static Assembled google(List<JsonNode> responses) {
        Growing growing = new Growing();
        TreeMap<Integer, String> texts = new TreeMap<>();
        for (JsonNode response : responses) {
            for (JsonNode candidate : response.path("candidates")) {
                for (JsonNode part : candidate.path("content").path("parts")) {
                    String text = part.path("text").asText("");
                    if (part.path("thought").asBoolean()) {
                        growing.thoughts.append(text);
                    } else {
                        texts.merge(candidate.path("index").asInt(), text, String::concat);
                    }
                    if (part.has("functionCall")) {
                        JsonNode call = part.path("functionCall");
                        int at = growing.calls.size();
                        growing.call(at, call.path("name").asText());
                        growing.calls.get(at).append(call.path("args"));
                    }
                }
                growing.reason = candidate.path("finishReason").asText(growing.reason);
            }
            if (response.has("usageMetadata")) {
                growing.usage = response.path("usageMetadata").toString();
            }
        }
        texts.values().forEach(growing.text::append);
        return growing.done();
    }

    static Assembled completion(String json) {
        return completions(List.of(tree(json)));
    }

    static Assembled completionEvents(String events) {
        return completions(events(events));
    }

    private static Assembled completions(List<JsonNode> objects) {
        Growing growing = new Growing();
        TreeMap<Integer, String> texts = new TreeMap<>();
        for (JsonNode object : objects) {
            for (JsonNode choice : object.path("choices")) {
                // the choices one after the other, however they came
                texts.merge(choice.path("index").asInt(), choice.path("text").asText(), String::concat);
                growing.reason = choice.path("finish_reason").asText(growing.reason);
            }
            if (object.path("usage").isObject()) {
                growing.usage = object.path("usage").path("prompt_tokens") + "+"
                        + object.path("usage").path("completion_tokens");
            }
        }
        texts.values().forEach(growing.text::append);
        return growing.done();
    }

    private static List<JsonNode> events(String events) {
        return events.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> tree(line.substring("data: ".length())))
                .toList();
    }

    private static JsonNode tree(String json) {
        try {
            return RecordedAnswers.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
