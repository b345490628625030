package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Turn;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The output items of a response: reasoning, then a message or a function call. Source: the types in openai-python
 * 3.57.0, types/responses.
 */
record ResponseItems(Turn turn) {

    private Call call() {
        return turn.call();
    }

    private Answer answer() {
        return turn.answer();
    }

    /** All items as they are at the end. */
    ArrayNode finished() {
        ArrayNode items = Json.array();
        if (reasons()) {
            items.add(reasoning(summarizes()));
        }
        return items.add(calls() ? functionCall(answer().arguments(), "completed") : message(true));
    }

    boolean reasons() {
        return answer().reasoningTokens() > 0;
    }

    /** Whether the caller wants to see what the model thought. */
    boolean summarizes() {
        return reasons()
                && !answer().reasoning().isEmpty()
                && call().body().path("reasoning").path("summary").isTextual();
    }

    boolean calls() {
        return answer().tool() != null;
    }

    String reasoningId() {
        return turn.id("rs_");
    }

    String messageId() {
        return turn.id("msg_");
    }

    String functionCallId() {
        return turn.id("fc_");
    }

    ObjectNode reasoning(boolean summarized) {
        ObjectNode item = Json.object().put("id", reasoningId()).put("type", "reasoning");
        ArrayNode summary = item.putArray("summary");
        if (summarized) {
            summary.add(summary(answer().reasoning()));
        }
        for (JsonNode wish : call().body().path("include")) {
            if (wish.asText("").equals("reasoning.encrypted_content")) {
                byte[] sealed = ("sealed " + answer().reasoning()).getBytes(StandardCharsets.UTF_8);
                item.put("encrypted_content", Base64.getEncoder().encodeToString(sealed));
            }
        }
        return item;
    }

    static ObjectNode summary(String text) {
        return Json.object().put("type", "summary_text").put("text", text);
    }

    ObjectNode message(boolean finished) {
        ObjectNode item = Json.object()
                .put("id", messageId())
                .put("type", "message")
                .put("status", !finished ? "in_progress" : answer().cut() ? "incomplete" : "completed")
                .put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (finished) {
            content.add(text(answer().text()));
        }
        return item;
    }

    static ObjectNode text(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    ObjectNode functionCall(String arguments, String status) {
        Tool tool = answer().tool();
        return Json.object()
                .put("id", functionCallId())
                .put("type", "function_call")
                .put("status", status)
                .put("call_id", turn.id("call_"))
                .put("name", tool == null ? "" : tool.name())
                .put("arguments", arguments);
    }
}
