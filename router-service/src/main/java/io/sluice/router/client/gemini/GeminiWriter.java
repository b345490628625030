package io.sluice.router.client.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerBuilder;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.conversation.Part;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as {@code GenerateContentResponse}s. Text and thoughts go out as they come; calls, which Google's protocol only has whole, and
 * what is known at the end come in the last piece.
 */
final class GeminiWriter implements AnswerWriter {

    private final String model;
    private final StreamForm form;
    private final AnswerBuilder atTheEnd = new AnswerBuilder();
    private String id = UUID.randomUUID().toString();
    private int choice;
    private boolean begun;

    GeminiWriter(String model, StreamForm form) {
        this.model = model;
        this.form = form;
    }

    @Override
    public @Nullable ByteBuffer step(AnswerEvent event) {
        return switch (event) {
            case AnswerEvent.Text(String text) -> piece(GoogleAnswer.text(text));
            case AnswerEvent.Refusal(String text) -> piece(GoogleAnswer.text(text));
            case AnswerEvent.Thinking(String text) -> piece(GoogleAnswer.thought(text, null));
            case AnswerEvent.ThinkingSignature(String signature) -> piece(GoogleAnswer.thought("", signature));
            case AnswerEvent.TextSignature(String signature) ->
                piece(GoogleAnswer.text("").put("thoughtSignature", signature));
            case AnswerEvent.RedactedThinking(String data) ->
                piece(GoogleAnswer.thought("", Signatures.ofRedacted(data)));
            case AnswerEvent.Picture(var image) -> piece(GoogleAnswer.picture(image));
            case AnswerEvent.Foreign(String type, var json) -> {
                ObjectNode part = GoogleAnswer.foreign(type, json);
                yield part == null ? null : piece(part);
            }
            case AnswerEvent.Started started -> {
                id = started.id() == null ? id : started.id();
                yield null;
            }
            case AnswerEvent.Choice(int index) -> {
                choice = index;
                yield later(event);
            }
            case AnswerEvent.CallStart ignored -> later(event);
            case AnswerEvent.CallArguments ignored -> later(event);
            case AnswerEvent.Citation ignored -> later(event);
            case AnswerEvent.Logprobs ignored -> later(event);
            case AnswerEvent.Usage ignored -> later(event);
            case AnswerEvent.Finish ignored -> later(event);
            case AnswerEvent.TextStart ignored -> null;
            case AnswerEvent.Aside ignored -> null;
            case AnswerEvent.Failed ignored -> null;
        };
    }

    private @Nullable ByteBuffer later(AnswerEvent event) {
        atTheEnd.add(event);
        return null;
    }

    private ByteBuffer piece(ObjectNode part) {
        ObjectNode response = GeminiProtocol.JSON.createObjectNode();
        candidate(response, choice).add(part);
        return out(response, false);
    }

    @Override
    public ByteBuffer end() {
        return out(response(atTheEnd.build()), true);
    }

    @Override
    public ByteBuffer whole(Answer answer) {
        id = answer.id() == null ? id : answer.id();
        return ByteBuffer.wrap(signed(response(answer)).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ArrayNode candidate(ObjectNode response, int index) {
        ObjectNode candidate = response.withArrayProperty("candidates").addObject();
        ArrayNode parts = candidate.putObject("content").putArray("parts");
        candidate.withObjectProperty("content").put("role", "model");
        candidate.put("index", index);
        return parts;
    }

    private static ObjectNode response(Answer answer) {
        ObjectNode response = GeminiProtocol.JSON.createObjectNode();
        List<Answer.Choice> choices = answer.choices();
        for (int index = 0; index < choices.size(); index++) {
            Answer.Choice choice = choices.get(index);
            ArrayNode parts = candidate(response, index);
            for (Part part : choice.parts()) {
                ObjectNode translated = GoogleAnswer.part(part);
                if (translated != null) {
                    parts.add(translated);
                }
            }
            ObjectNode candidate = (ObjectNode) response.path("candidates").path(index);
            candidate.put("finishReason", GoogleAnswer.finishReason(choice.finishReason()));
            set(candidate, "groundingMetadata", GoogleAnswer.grounding(choice.citations()));
            set(candidate, "logprobsResult", GoogleAnswer.logprobs(choice.logprobs()));
        }
        AnswerEvent.Usage usage = answer.usage();
        if (usage != null) {
            response.set("usageMetadata", GoogleAnswer.usage(usage.counted()));
        }
        return response;
    }

    private static void set(ObjectNode object, String name, @Nullable ObjectNode value) {
        if (value != null) {
            object.set(name, value);
        }
    }

    private ObjectNode signed(ObjectNode response) {
        return response.put("modelVersion", model).put("responseId", id);
    }

    private ByteBuffer out(ObjectNode response, boolean last) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(form.before(!begun));
        out.writeBytes(signed(response).toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(form.after());
        if (last) {
            out.writeBytes(form.end());
        }
        begun = true;
        return ByteBuffer.wrap(out.toByteArray());
    }
}
