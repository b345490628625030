package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.vertx.core.buffer.Buffer;

/**
 * The events of a response, numbered from 0. Source: platform.openai.com/docs/api-reference/responses-streaming, seen
 * 2026-11-26.
 */
final class ResponseEvents {

    private final ResponseObject response;
    private final ResponseItems items;
    private final Script script;
    private int sequence;
    private int output;

    private ResponseEvents(ResponseObject response) {
        this.response = response;
        this.items = response.items();
        this.script = response.turn().script();
    }

    static Script of(ResponseObject response) {
        ResponseEvents events = new ResponseEvents(response);
        events.write();
        return events.script;
    }

    private void write() {
        whole("response.created", response.begun());
        whole("response.in_progress", response.begun());
        if (items.reasons()) {
            reason();
            output++;
        }
        if (items.calls()) {
            call();
        } else {
            speak();
        }
        for (int i = 0; i < response.turn().tellings(); i++) {
            whole("response." + response.finalStatus(), response.finished());
        }
    }

    private void reason() {
        item("added", items.reasoning(false));
        Answer answer = response.turn().answer();
        String id = items.reasoningId();
        if (items.summarizes()) {
            say(summary("part.added", id).set("part", ResponseItems.summary("")));
            ObjectNode delta = summary("text.delta", id);
            script.text(answer.reasoning(), answer.reasoningTokens(), piece -> event(with(delta, piece)));
            say(summary("text.done", id).put("text", answer.reasoning()));
            say(summary("part.done", id).set("part", ResponseItems.summary(answer.reasoning())));
            item("done", items.reasoning(true));
        } else {
            ObjectNode done = about("response.output_item.done");
            done.set("item", items.reasoning(false));
            script.cost(answer.reasoningTokens(), () -> event(done));
        }
    }

    private void speak() {
        Answer answer = response.turn().answer();
        String id = items.messageId();
        item("added", items.message(false));
        say(part("response.content_part.added", id).set("part", ResponseItems.text("")));
        ObjectNode delta = part("response.output_text.delta", id);
        delta.putArray("logprobs");
        script.text(
                answer.text(), (long) answer.tokens() - answer.reasoningTokens(), piece -> event(with(delta, piece)));
        ObjectNode done = part("response.output_text.done", id).put("text", answer.text());
        done.putArray("logprobs");
        say(done);
        say(part("response.content_part.done", id).set("part", ResponseItems.text(answer.text())));
        item("done", items.message(true));
    }

    private void call() {
        Answer answer = response.turn().answer();
        String id = items.functionCallId();
        item("added", items.functionCall("", "in_progress"));
        ObjectNode delta = about("response.function_call_arguments.delta").put("item_id", id);
        script.text(
                answer.arguments(),
                (long) answer.tokens() - answer.reasoningTokens(),
                piece -> event(with(delta, piece)));
        say(about("response.function_call_arguments.done").put("item_id", id).put("arguments", answer.arguments()));
        item("done", items.functionCall(answer.arguments(), "completed"));
    }

    private void whole(String type, ObjectNode object) {
        ObjectNode event = Json.object().put("type", type);
        event.set("response", object);
        say(event);
    }

    private void item(String what, ObjectNode item) {
        ObjectNode event = about("response.output_item." + what);
        event.set("item", item);
        say(event);
    }

    private ObjectNode summary(String what, String id) {
        return about("response.reasoning_summary_" + what).put("item_id", id).put("summary_index", 0);
    }

    private ObjectNode part(String type, String id) {
        return about(type).put("item_id", id).put("content_index", 0);
    }

    private ObjectNode about(String type) {
        return Json.object().put("type", type).put("output_index", output);
    }

    private static ObjectNode with(ObjectNode event, String delta) {
        return event.deepCopy().put("delta", delta);
    }

    private void say(JsonNode event) {
        script.say(() -> event((ObjectNode) event));
    }

    private Buffer event(ObjectNode event) {
        return Sse.event(event.path("type").asText(), event.put("sequence_number", sequence++));
    }
}
