package io.sluice.router.client.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.EventStream;
import io.sluice.router.client.OpenAiUsage;
import io.sluice.router.conversation.Part;
import io.sluice.router.wire.WireCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes an answer as a text completion, or as its chunks. Thoughts and calls have no word in it; texts and refusals are the text. */
final class CompletionsWriter implements AnswerWriter {

    private final WireCall call;
    private final long created = System.currentTimeMillis() / 1_000;
    private final EventStream stream = new EventStream();
    private final Map<Integer, String> reasons = new LinkedHashMap<>(1);
    private final ObjectNode asides = CompletionsProtocol.JSON.createObjectNode();
    private String id = "chatcmpl-" + UUID.randomUUID();
    private int choice;
    private AnswerEvent.@Nullable Usage usage;

    CompletionsWriter(WireCall call) {
        this.call = call;
    }

    @Override
    public @Nullable ByteBuffer step(AnswerEvent event) {
        switch (event) {
            case AnswerEvent.Started(String given, var ignored) -> own(given);
            case AnswerEvent.Choice(int index) -> choice = index;
            case AnswerEvent.Usage counted -> usage = counted;
            case AnswerEvent.Finish finish -> reasons.put(choice, finish.reason());
            case AnswerEvent.Aside(String name, JsonNode value) -> asides.set(name, value);
            case AnswerEvent.Text(String text) -> chunk(choice, text, null);
            case AnswerEvent.Refusal(String text) -> chunk(choice, text, null);
            default -> {}
        }
        return stream.take();
    }

    /** The provider's ids pass, but for those that name a message. */
    private void own(@Nullable String given) {
        if (given != null && !given.startsWith("msg_")) {
            id = given;
        }
    }

    private void chunk(int index, String text, @Nullable String reason) {
        ObjectNode chunk = envelope();
        choice(chunk.putArray("choices"), index, text, List.of(), reason);
        stream.data(chunk.toString());
    }

    private ObjectNode envelope() {
        ObjectNode envelope = CompletionsProtocol.JSON
                .createObjectNode()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", created)
                .put("model", call.answerModel());
        return envelope.setAll(asides);
    }

    private static void choice(
            ArrayNode choices, int index, String text, List<JsonNode> logprobs, @Nullable String reason) {
        ObjectNode choice = choices.addObject().put("index", index).put("text", text);
        if (logprobs.isEmpty()) {
            choice.putNull("logprobs");
        } else {
            choice.set("logprobs", legacy(logprobs));
        }
        choice.put("finish_reason", reason);
    }

    /** The four lists that completions have instead of a list of tokens. */
    private static ObjectNode legacy(List<JsonNode> logprobs) {
        ObjectNode lists = CompletionsProtocol.JSON.createObjectNode();
        ArrayNode tokens = lists.putArray("tokens");
        ArrayNode probabilities = lists.putArray("token_logprobs");
        ArrayNode tops = lists.putArray("top_logprobs");
        ArrayNode offsets = lists.putArray("text_offset");
        int offset = 0;
        for (JsonNode token : logprobs) {
            String text = token.path("token").asText("");
            tokens.add(text);
            probabilities.add(token.path("logprob"));
            ObjectNode top = tops.addObject();
            token.path("top_logprobs")
                    .forEach(other -> top.set(other.path("token").asText(""), other.path("logprob")));
            offsets.add(offset);
            offset += text.length();
        }
        return lists;
    }

    /** The last chunk of each choice has an empty text, never null: SDKs add it up. */
    @Override
    public ByteBuffer end() {
        reasons.forEach((index, reason) -> chunk(index, "", reason));
        AnswerEvent.Usage counted = usage;
        if (counted != null && call.request().scan().includeUsage()) {
            ObjectNode chunk = envelope();
            chunk.putArray("choices");
            chunk.set("usage", OpenAiUsage.ofStream(counted, call.target().card(), false));
            stream.data(chunk.toString());
        }
        stream.data("[DONE]");
        return stream.takeAll();
    }

    @Override
    public ByteBuffer whole(Answer answer) {
        own(answer.id());
        answer.asides().forEach(asides::set);
        ObjectNode completion = envelope();
        ArrayNode choices = completion.putArray("choices");
        for (int i = 0; i < answer.choices().size(); i++) {
            Answer.Choice given = answer.choices().get(i);
            StringBuilder text = new StringBuilder();
            for (Part part : given.parts()) {
                switch (part) {
                    case Part.Text(String more, var ignored) -> text.append(more);
                    case Part.Refusal(String more) -> text.append(more);
                    default -> {}
                }
            }
            choice(choices, i, text.toString(), given.logprobs(), given.finishReason());
        }
        AnswerEvent.Usage counted = answer.usage();
        completion.set(
                "usage", OpenAiUsage.json(counted == null ? new AnswerEvent.Usage(TokenUsage.NONE, null) : counted));
        return ByteBuffer.wrap(completion.toString().getBytes(StandardCharsets.UTF_8));
    }
}
