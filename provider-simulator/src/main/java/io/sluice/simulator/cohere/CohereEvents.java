package io.sluice.simulator.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * The events of a chat. They are lines of JSON for a caller that accepts {@code application/json} alone. Source:
 * docs.cohere.com/reference/chat-stream and /docs/streaming.
 */
final class CohereEvents {

    private static final Buffer GARBAGE = Buffer.buffer("{\"type\":\"content-delta\",\"del\n");

    private final CohereChat chat;
    private final Turn turn;
    private final Script script;
    private final boolean lines;

    private CohereEvents(CohereChat chat) {
        this.chat = chat;
        this.turn = chat.turn();
        this.script = turn.script();
        this.lines = turn.call().header("accept").startsWith("application/json");
    }

    static Reply reply(CohereChat chat) {
        CohereEvents events = new CohereEvents(chat);
        events.write();
        MultiMap headers = events.lines
                ? HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, "application/stream+json")
                : Sse.headers();
        ObjectNode failed = event("message-end").put("id", chat.id());
        failed.putObject("delta").put("finish_reason", "ERROR").put("error", "internal server error");
        return new Reply.Stream(
                headers,
                events.script,
                chat.turn().produced().producing(0),
                chat.turn().told(),
                events.bytes(failed),
                events.lines ? GARBAGE : Sse.GARBAGE);
    }

    private void write() {
        Answer answer = turn.answer();
        ObjectNode start = event("message-start").put("id", chat.id());
        ObjectNode message = message(start).put("role", "assistant");
        message.putArray("content");
        message.put("tool_plan", "").putArray("tool_calls");
        message.putArray("citations");
        say(start);
        int index = 0;
        if (!answer.reasoning().isEmpty()) {
            block(index++, "thinking", answer.reasoning(), answer.reasoningTokens());
        }
        long owed = answer.tokens() - (answer.reasoning().isEmpty() ? 0L : answer.reasoningTokens());
        if (answer.tool() == null) {
            block(index, "text", answer.text(), owed);
            cite();
        } else {
            callTool(owed);
        }
        ObjectNode end = event("message-end").put("id", chat.id());
        ObjectNode delta = end.putObject("delta").put("finish_reason", chat.finishReason());
        Usage told = turn.told();
        if (told != null) {
            delta.set("usage", chat.usage(told));
        }
        for (int i = 0; i < turn.tellings(); i++) {
            say(end);
        }
        if (!lines) {
            script.say(() -> Sse.DONE);
        }
    }

    private void block(int index, String type, String text, long tokens) {
        ObjectNode start = event("content-start").put("index", index);
        message(start).putObject("content").put("type", type).put(type, "");
        say(start);
        script.text(text, tokens, piece -> {
            ObjectNode delta = event("content-delta").put("index", index);
            message(delta).putObject("content").put(type, piece);
            return bytes(delta);
        });
        say(event("content-end").put("index", index));
    }

    private void cite() {
        JsonNode citation = chat.citation();
        if (citation != null) {
            ObjectNode start = event("citation-start").put("index", 0);
            message(start).set("citations", citation);
            say(start);
            say(event("citation-end").put("index", 0));
        }
    }

    private void callTool(long tokens) {
        ObjectNode plan = event("tool-plan-delta");
        message(plan).put("tool_plan", chat.plan());
        say(plan);
        ObjectNode start = event("tool-call-start").put("index", 0);
        message(start).set("tool_calls", chat.toolCall(""));
        say(start);
        script.text(turn.answer().arguments(), tokens, piece -> {
            ObjectNode delta = event("tool-call-delta").put("index", 0);
            message(delta).putObject("tool_calls").putObject("function").put("arguments", piece);
            return bytes(delta);
        });
        say(event("tool-call-end").put("index", 0));
    }

    private static ObjectNode event(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode message(ObjectNode event) {
        return event.putObject("delta").putObject("message");
    }

    private void say(ObjectNode event) {
        script.say(() -> bytes(event));
    }

    private Buffer bytes(ObjectNode event) {
        return lines
                ? Buffer.buffer(event + "\n")
                : Sse.event(event.path("type").asText(), event);
    }
}
