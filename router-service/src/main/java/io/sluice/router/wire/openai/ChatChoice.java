package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.conversation.Media;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one of an answer's choices, piece by piece or at once. Not thread-safe. */
final class ChatChoice {

    private static final String SCHEMA_TOOL = "json_tool_call";

    /** By the provider's number of the call. */
    private final Map<Integer, Call> calls = new HashMap<>(2);

    private final boolean schemaTool;
    private int callCount;
    private int blocks;
    private boolean reasoned;
    private @Nullable Call last;

    private static final class Call {
        private final @Nullable String id;
        private int number = -1;
        private boolean answer;
        private String name = "";
        private final StringBuilder early = new StringBuilder(0);

        private Call(@Nullable String id) {
            this.id = id;
        }
    }

    /** @param schemaTool a tool stands for the answer's schema, and its arguments are the answer */
    ChatChoice(boolean schemaTool) {
        this.schemaTool = schemaTool;
    }

    /** False when a piece belongs to a call that another one has followed: most protocols cannot go back. */
    boolean read(JsonNode choice, JsonNode message, Consumer<AnswerEvent> events) {
        reasoning(message, events);
        content(message.path("content"), events);
        given(message.path("refusal"), text -> events.accept(new AnswerEvent.Refusal(text)));
        message.path("images")
                .forEach(image -> picture(image.path("image_url").path("url").asText(""), events));
        message.path("annotations").forEach(citation -> events.accept(new AnswerEvent.Citation(citation)));
        int place = 0;
        for (JsonNode call : message.path("tool_calls")) {
            if (!call(call.path("index").asInt(place), call, call.path("function"), events)) {
                return false;
            }
            place++;
        }
        JsonNode legacy = message.path("function_call");
        if (legacy.isObject() && !call(0, legacy, legacy, events)) {
            return false;
        }
        JsonNode logprobs = choice.path("logprobs").path("content");
        if (logprobs.isArray() && !logprobs.isEmpty()) {
            events.accept(new AnswerEvent.Logprobs(logprobs));
        }
        given(
                choice.path("finish_reason"),
                reason -> events.accept(new AnswerEvent.Finish(FinishReasons.openAis(
                        schemaTool && callCount == 0 && reason.equals("tool_calls") ? "stop" : reason,
                        callCount > 0))));
        return true;
    }

    private static void given(JsonNode text, Consumer<String> reader) {
        if (text.isTextual() && !text.asText().isEmpty()) {
            reader.accept(text.asText());
        }
    }

    /** DeepSeek, vLLM and others have {@code reasoning_content}, Groq and OpenRouter {@code reasoning}; some give both. */
    private void reasoning(JsonNode message, Consumer<AnswerEvent> events) {
        JsonNode reasoning = message.path("reasoning_content");
        given(reasoning.isTextual() ? reasoning : message.path("reasoning"), text -> {
            reasoned = true;
            events.accept(new AnswerEvent.Thinking(text));
        });
        for (JsonNode block : message.path("thinking_blocks")) {
            if (reasoned) {
                given(block.path("signature"), text -> events.accept(new AnswerEvent.ThinkingSignature(text)));
            }
            given(block.path("data"), text -> events.accept(new AnswerEvent.RedactedThinking(text)));
        }
    }

    /**
     * A text, or a list of parts as Mistral's reasoning models have it (docs.mistral.ai/capabilities/reasoning) and Databricks' Claude
     * (docs.databricks.com/aws/en/machine-learning/model-serving/query-reason-models, seen 2026-11-26).
     */
    private void content(JsonNode content, Consumer<AnswerEvent> events) {
        given(content, text -> events.accept(new AnswerEvent.Text(text)));
        if (!content.isArray()) {
            return;
        }
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                part.path("thinking")
                        .forEach(piece ->
                                given(piece.path("text"), text -> events.accept(new AnswerEvent.Thinking(text))));
            } else if (part.path("type").asText().equals("reasoning")) {
                for (JsonNode piece : part.path("summary")) {
                    given(piece.path("text"), text -> events.accept(new AnswerEvent.Thinking(text)));
                    given(piece.path("signature"), text -> events.accept(new AnswerEvent.ThinkingSignature(text)));
                }
            } else {
                given(part.path("text"), text -> events.accept(new AnswerEvent.Text(text)));
            }
        }
    }

    private static void picture(String url, Consumer<AnswerEvent> events) {
        if (Media.of(url, null) instanceof Media.Inline image) {
            events.accept(new AnswerEvent.Picture(image));
        } else if (!url.isEmpty()) {
            events.accept(new AnswerEvent.Text("![image](" + url + ')'));
        }
    }

    private boolean call(int place, JsonNode piece, JsonNode function, Consumer<AnswerEvent> events) {
        String id = piece.path("id").asText("");
        Call call = calls.get(place);
        if (call == null || (!id.isEmpty() && call.id != null && !id.equals(call.id))) {
            call = new Call(id.isEmpty() ? null : id);
            calls.put(place, call);
        }
        if (call != last && call.number >= 0) {
            return false;
        }
        String name = function.path("name").asText("");
        if (call.number < 0 && !call.answer && !name.isEmpty()) {
            begin(call, name, piece, events);
        }
        JsonNode arguments = function.path("arguments");
        String json = arguments.isContainerNode() ? arguments.toString() : arguments.asText("");
        if (json.isEmpty()) {
            return true;
        }
        if (call.name.isEmpty()) {
            call.early.append(json); // the name comes later
        } else {
            arguments(call, json, events);
        }
        return true;
    }

    private void begin(Call call, String name, JsonNode piece, Consumer<AnswerEvent> events) {
        call.name = name;
        last = call;
        call.answer = schemaTool && name.equals(SCHEMA_TOOL);
        if (!call.answer) {
            call.number = callCount++;
            String signature = piece.path("provider_specific_fields")
                    .path("thought_signature")
                    .asText(null);
            events.accept(new AnswerEvent.CallStart(
                    call.number, blocks++, call.id == null ? "call_" + UUID.randomUUID() : call.id, name, signature));
        }
        if (!call.early.isEmpty()) {
            arguments(call, call.early.toString(), events);
        }
    }

    private static void arguments(Call call, String json, Consumer<AnswerEvent> events) {
        events.accept(call.answer ? new AnswerEvent.Text(json) : new AnswerEvent.CallArguments(call.number, json));
    }
}
