package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;

/** Where a provider that took over OpenAI's choices and deltas has its own way. Implementations keep no state. */
public interface ChatStyle {

    /** The members before {@code choices}, of a whole answer or of a chunk. */
    ObjectNode head(Turn turn, boolean chunk);

    /** A whole message's content. */
    default JsonNode content(Answer answer) {
        return TextNode.valueOf(answer.text());
    }

    /** Adds visible reasoning to a whole message. */
    default void reason(ObjectNode message, Answer answer) {}

    /** The delta with a piece of visible reasoning. */
    default ObjectNode thought(String piece) {
        return Json.object().put("reasoning_content", piece);
    }

    /** The id of the tool call in choice {@code index}. */
    default String toolCallId(Turn turn, int index) {
        return turn.id("call_") + "x" + index;
    }

    /** Whether a stream has a tool call's arguments in pieces. */
    default boolean piecesArguments() {
        return true;
    }

    /** The usage object. */
    default ObjectNode usage(Turn turn, Usage told) {
        return Json.object()
                .put("prompt_tokens", told.prompt())
                .put("completion_tokens", told.completion())
                .put("total_tokens", told.prompt() + told.completion());
    }

    /** Whether a stream's usage has a chunk of its own, after the one with the reason to finish. */
    default boolean usageApart() {
        return false;
    }

    /** Whether a stream names its usage at all. */
    default boolean countsStream(Turn turn) {
        return true;
    }

    /** Why an answer ended. */
    default String finish(Answer answer) {
        return ChatCompletion.finishReason(answer);
    }

    /** The bytes of a chunk; {@code number} counts from 0. */
    default Buffer frame(ObjectNode chunk, int number) {
        return Sse.data(chunk);
    }

    /** Whether {@code [DONE]} ends a stream. */
    default boolean terminates() {
        return true;
    }

    /** What a stream says when the server fails after its 200. */
    Buffer failure();
}
