package io.sluice.router.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.conversation.Media;
import io.sluice.router.failure.ProviderFailure;
import org.jspecify.annotations.Nullable;

/**
 * One step of an answer. A whole answer is the same steps at once, so that stream and non-stream cannot differ. Steps belong to the
 * choice that the last {@link Choice} named, the first one before any.
 */
public sealed interface AnswerEvent {

    /** What the provider calls this answer and its model; before any content, or not at all. */
    record Started(@Nullable String id, @Nullable String model) implements AnswerEvent {}

    /**
     * A member of the answer as a whole that its provider has beside the text: {@code service_tier}, {@code system_fingerprint}, what a guardrail
     * traced. A later one of the same name counts.
     */
    record Aside(String name, JsonNode value) implements AnswerEvent {}

    /** The steps that follow belong to this one of several answers ({@code n}). */
    record Choice(int index) implements AnswerEvent {}

    /** A block of text begins where one just ended: providers that cite cut a text in blocks. */
    record TextStart() implements AnswerEvent {}

    record Text(String text) implements AnswerEvent {}

    record Thinking(String text) implements AnswerEvent {}

    /** Closes a block of reasoning with the provider's signature, which has to come back unchanged in the next turn. */
    record ThinkingSignature(String signature) implements AnswerEvent {}

    /** Proof of the thought that led to the text before it, which Gemini wants back. */
    record TextSignature(String signature) implements AnswerEvent {}

    /** Reasoning that the provider only gives encrypted. */
    record RedactedThinking(String data) implements AnswerEvent {}

    record Refusal(String text) implements AnswerEvent {}

    /**
     * @param call number of the call in its choice, from 0
     * @param block position among all content blocks of the provider
     * @param signature proof of the thought that led to the call, which Gemini 3 wants back
     */
    record CallStart(
            int call,
            int block,
            String id,
            String name,
            @Nullable String signature) implements AnswerEvent {}

    record CallArguments(int call, String json) implements AnswerEvent {}

    /** An image that the model made. */
    record Picture(Media.Inline image) implements AnswerEvent {}

    /** Where the text before it comes from, in the provider's words. */
    record Citation(JsonNode citation) implements AnswerEvent {}

    /** Probabilities of the tokens since the last such step, as elements of OpenAI's {@code logprobs.content}. */
    record Logprobs(JsonNode content) implements AnswerEvent {}

    /** A block for which only its provider has a word: a server tool's call or result. */
    record Foreign(String type, ObjectNode json) implements AnswerEvent {}

    /**
     * @param counted for the bill
     * @param details members that the client's usage object gets beside the counts
     * @param charges for the bill, too
     */
    record Usage(TokenUsage counted, @Nullable ObjectNode details, Charges charges) implements AnswerEvent {

        public Usage(TokenUsage counted, @Nullable ObjectNode details) {
            this(counted, details, Charges.NONE);
        }
    }

    /**
     * @param reason in OpenAI's words
     * @param stopSequence the sequence that ended the text, when the provider says which
     */
    record Finish(String reason, @Nullable String stopSequence) implements AnswerEvent {

        public Finish(String reason) {
            this(reason, null);
        }
    }

    record Failed(ProviderFailure failure) implements AnswerEvent {}
}
