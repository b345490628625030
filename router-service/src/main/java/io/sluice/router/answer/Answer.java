package io.sluice.router.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.conversation.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param id the provider's; null when it gave none
 * @param model the provider's name of the model that answered; null when it did not say
 * @param choices at least one
 * @param usage null when the provider said none
 * @param asides {@link AnswerEvent.Aside} by their names
 */
public record Answer(
        @Nullable String id,
        @Nullable String model,
        List<Choice> choices,
        AnswerEvent.@Nullable Usage usage,
        Map<String, JsonNode> asides) {

    /**
     * One of the answers.
     *
     * @param parts in the order in which they came
     * @param callBlocks of each call among them, the position that its provider counts ({@link AnswerEvent.CallStart#block})
     * @param finishReason in OpenAI's words
     * @param logprobs elements of OpenAI's {@code logprobs.content}; empty when not given
     */
    public record Choice(
            List<Part> parts,
            List<Integer> callBlocks,
            List<JsonNode> citations,
            List<JsonNode> logprobs,
            String finishReason,
            @Nullable String stopSequence) {

        /** All text, blocks joined. */
        public String text() {
            StringBuilder text = new StringBuilder();
            for (Part part : parts) {
                if (part instanceof Part.Text block) {
                    text.append(block.text());
                }
            }
            return text.toString();
        }
    }
}
