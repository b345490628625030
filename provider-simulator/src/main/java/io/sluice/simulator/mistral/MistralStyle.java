package io.sluice.simulator.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.sluice.simulator.openai.ChatStyle;
import io.vertx.core.buffer.Buffer;

/**
 * Mistral's chat: usage with the last choice without being asked, a tool call in one chunk with an id of nine characters, thinking
 * as a part of the content. Source: docs.mistral.ai/capabilities/reasoning, /capabilities/function_calling.
 */
record MistralStyle() implements ChatStyle {

    @Override
    public ObjectNode head(Turn turn, boolean chunk) {
        return Json.object()
                .put("id", String.format("%032x", turn.call().number()))
                .put("object", chunk ? "chat.completion.chunk" : "chat.completion")
                .put("created", System.currentTimeMillis() / 1000)
                .put("model", turn.call().model());
    }

    @Override
    public JsonNode content(Answer answer) {
        if (answer.reasoning().isEmpty()) {
            return TextNode.valueOf(answer.text());
        }
        ArrayNode parts = Json.array();
        parts.add(thinking(answer.reasoning()));
        parts.addObject().put("type", "text").put("text", answer.text());
        return parts;
    }

    @Override
    public ObjectNode thought(String piece) {
        ObjectNode delta = Json.object();
        delta.putArray("content").add(thinking(piece));
        return delta;
    }

    @Override
    public String toolCallId(Turn turn, int index) {
        return String.format("sim%06x", (turn.call().number() * 31 + index) & 0xffffff);
    }

    @Override
    public boolean piecesArguments() {
        return false;
    }

    @Override
    public ObjectNode usage(Turn turn, Usage told) {
        ObjectNode usage = Json.object()
                .put("prompt_tokens", told.prompt())
                .put("total_tokens", told.prompt() + told.completion())
                .put("completion_tokens", told.completion());
        int cached = turn.call().shape().cached();
        if (cached > 0) {
            usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
        }
        return usage;
    }

    @Override
    public Buffer failure() {
        return Sse.data(MistralError.json("Service unavailable.", "service_unavailable", "3000"));
    }

    private static ObjectNode thinking(String text) {
        ObjectNode part = Json.object().put("type", "thinking");
        part.putArray("thinking").addObject().put("type", "text").put("text", text);
        return part;
    }
}
