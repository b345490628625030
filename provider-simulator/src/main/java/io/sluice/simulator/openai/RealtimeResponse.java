package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The events of one realtime response: text or a function call. Clients that say {@code OpenAI-Beta: realtime=v1} get the older
 * names. Source: platform.openai.com/docs/api-reference/realtime-server-events and the types in openai-python 3.57.0,
 * types/realtime.
 */
final class RealtimeResponse {

    private final Turn turn;
    private final String number;
    private final boolean beta;
    private final Manner manner;
    private final Script script;
    private int events;

    /**
     * How it is given.
     *
     * @param beta in the older names
     * @param speaks with sound, of which the text is the transcript
     * @param heard tokens of sound in the conversation
     */
    record Manner(boolean beta, boolean speaks, long heard) {}

    RealtimeResponse(Turn turn, int index, Manner manner) {
        this.turn = turn;
        this.number = Long.toString(turn.call().number(), 36) + "x" + index;
        this.manner = manner;
        this.beta = manner.beta();
        this.script = turn.script();
    }

    Script events() {
        say("response.created").set("response", response("in_progress", false));
        item("response.output_item.added", false).put("output_index", 0);
        item(beta ? "conversation.item.created" : "conversation.item.added", false);
        if (turn.answer().tool() == null) {
            speak();
        } else {
            call();
        }
        if (!beta) {
            item("conversation.item.done", true);
        }
        item("response.output_item.done", true).put("output_index", 0);
        say("response.done").set("response", response(turn.answer().cut() ? "incomplete" : "completed", true));
        ArrayNode limits = say("rate_limits.updated").putArray("rate_limits");
        limits.addObject()
                .put("name", "tokens")
                .put("limit", 40_000)
                .put("remaining", 39_000)
                .put("reset_seconds", 1.5);
        return script;
    }

    /** What the finished item adds to the conversation. */
    ObjectNode item() {
        return item(true);
    }

    private void speak() {
        String name = names();
        Answer answer = turn.answer();
        about("response.content_part.added").put("content_index", 0).set("part", part(""));
        if (manner.speaks()) {
            about(beta ? "response.audio.delta" : "response.output_audio.delta")
                    .put("content_index", 0)
                    .put("delta", Base64.getEncoder().encodeToString(new byte[4_800]));
        }
        ObjectNode delta = draft(name + "delta").put("content_index", 0);
        script.text(
                answer.text(), answer.tokens(), piece -> bytes(delta.deepCopy().put("delta", piece)));
        about(name + "done").put("content_index", 0).put(manner.speaks() ? "transcript" : "text", answer.text());
        about("response.content_part.done").put("content_index", 0).set("part", part(answer.text()));
    }

    private void call() {
        Answer answer = turn.answer();
        ObjectNode delta = draft("response.function_call_arguments.delta").put("call_id", "call_" + number);
        script.text(
                answer.arguments(),
                answer.tokens(),
                piece -> bytes(delta.deepCopy().put("delta", piece)));
        about("response.function_call_arguments.done")
                .put("call_id", "call_" + number)
                .put("arguments", answer.arguments());
    }

    private String names() {
        if (manner.speaks()) {
            return beta ? "response.audio_transcript." : "response.output_audio_transcript.";
        }
        return beta ? "response.text." : "response.output_text.";
    }

    private ObjectNode part(String text) {
        if (manner.speaks()) {
            return Json.object().put("type", beta ? "audio" : "output_audio").put("transcript", text);
        }
        return Json.object().put("type", beta ? "text" : "output_text").put("text", text);
    }

    private ObjectNode item(boolean finished) {
        Answer answer = turn.answer();
        ObjectNode item = Json.object()
                .put("id", "item_" + number)
                .put("object", "realtime.item")
                .put("status", finished ? "completed" : "in_progress");
        if (answer.tool() != null) {
            return item.put("type", "function_call")
                    .put("call_id", "call_" + number)
                    .put("name", answer.tool().name())
                    .put("arguments", finished ? answer.arguments() : "");
        }
        item.put("type", "message").put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (finished) {
            content.add(part(answer.text()));
        }
        return item;
    }

    private ObjectNode response(String status, boolean finished) {
        ObjectNode response = Json.object()
                .put("object", "realtime.response")
                .put("id", "resp_" + number)
                .put("status", status);
        if (status.equals("incomplete")) {
            response.putObject("status_details").put("type", "incomplete").put("reason", "max_output_tokens");
        } else {
            response.putNull("status_details");
        }
        response.putArray("output_modalities").add(manner.speaks() ? "audio" : "text");
        ArrayNode output = response.putArray("output");
        if (finished) {
            output.add(item(true));
        }
        Usage told = finished ? turn.told() : null;
        response.set("usage", told == null ? Json.read("null") : usage(told));
        return response;
    }

    private ObjectNode usage(Usage told) {
        int cached = turn.call().shape().cached();
        ObjectNode usage = Json.object()
                .put("total_tokens", told.prompt() + manner.heard() + told.completion())
                .put("input_tokens", told.prompt() + manner.heard())
                .put("output_tokens", told.completion());
        ObjectNode input = usage.putObject("input_token_details")
                .put("text_tokens", told.prompt())
                .put("audio_tokens", manner.heard())
                .put("image_tokens", 0)
                .put("cached_tokens", cached);
        input.putObject("cached_tokens_details").put("text_tokens", cached).put("audio_tokens", 0);
        usage.putObject("output_token_details")
                .put("text_tokens", manner.speaks() ? 0 : told.completion())
                .put("audio_tokens", manner.speaks() ? told.completion() : 0);
        return usage;
    }

    private ObjectNode item(String type, boolean finished) {
        ObjectNode event = say(type);
        if (type.startsWith("response.")) {
            event.put("response_id", "resp_" + number);
        } else {
            event.putNull("previous_item_id");
        }
        event.set("item", item(finished));
        return event;
    }

    private ObjectNode about(String type) {
        ObjectNode event = draft(type);
        script.say(() -> bytes(event));
        return event;
    }

    private ObjectNode draft(String type) {
        return Json.object()
                .put("type", type)
                .put("response_id", "resp_" + number)
                .put("item_id", "item_" + number)
                .put("output_index", 0);
    }

    /** An event that is filled before its turn comes. */
    private ObjectNode say(String type) {
        ObjectNode event = Json.object().put("type", type);
        script.say(() -> bytes(event));
        return event;
    }

    private Buffer bytes(ObjectNode event) {
        return Json.bytes(event.put("event_id", "event_" + number + "x" + events++));
    }

    /** An error event. */
    static ObjectNode error(String type, @Nullable String code, String message) {
        ObjectNode event = Json.object().put("type", "error").put("event_id", "event_error");
        event.putObject("error")
                .put("type", type)
                .put("code", code)
                .put("message", message)
                .putNull("param")
                .putNull("event_id");
        return event;
    }

    static boolean isItem(JsonNode item) {
        return item.path("type").isTextual();
    }
}
