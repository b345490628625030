package io.sluice.router.client.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.EventStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as a message, or as its events: blocks one after the other, each opened, filled and closed; what is only known at the end in
 * {@code message_delta}. A client of this protocol never asks for more than one answer, so others are left out.
 */
final class MessagesWriter implements AnswerWriter {

    private enum Open {
        NOTHING,
        TEXT,
        THINKING,
        CALL
    }

    private final String model;
    private final EventStream stream = new EventStream();
    private String id = MessageJson.newId();
    private boolean begun;
    private boolean otherChoice;
    private Open open = Open.NOTHING;
    private int index = -1;
    private AnswerEvent.@Nullable Finish finish;
    private TokenUsage usage = TokenUsage.NONE;

    MessagesWriter(String model) {
        this.model = model;
    }

    @Override
    public @Nullable ByteBuffer step(AnswerEvent event) {
        if (otherChoice && !(event instanceof AnswerEvent.Choice || event instanceof AnswerEvent.Usage)) {
            return null;
        }
        switch (event) {
            case AnswerEvent.Choice(int number) -> otherChoice = number != 0;
            case AnswerEvent.Usage reported -> usage = reported.counted();
            case AnswerEvent.Finish finished -> finish = finished;
            case AnswerEvent.TextStart ignored -> close();
            case AnswerEvent.Text(String text) -> text(text);
            case AnswerEvent.Refusal(String text) -> text(text);
            case AnswerEvent.Thinking(String text) -> {
                thinking();
                delta(MessageJson.type("thinking_delta").put("thinking", text));
            }
            case AnswerEvent.ThinkingSignature(String signature) -> {
                thinking();
                delta(MessageJson.type("signature_delta").put("signature", signature));
                close();
            }
            case AnswerEvent.RedactedThinking(String data) -> whole(MessageJson.redacted(data));
            case AnswerEvent.CallStart start -> {
                close();
                open(Open.CALL, MessageJson.toolUse(start.id(), start.name()));
            }
            case AnswerEvent.CallArguments(int ignored, String json) ->
                delta(MessageJson.type("input_json_delta").put("partial_json", json));
            case AnswerEvent.Picture(var image) -> whole(MessageJson.image(image));
            case AnswerEvent.Foreign foreign -> whole(foreign.json());
            case AnswerEvent.Citation(var citation) -> {
                if (open == Open.TEXT) {
                    delta((ObjectNode)
                            MessageJson.type("citations_delta").set("citation", MessageJson.citation(citation)));
                }
            }
            case AnswerEvent.Started(String given, var ignored) ->
                id = given != null && given.startsWith("msg_") ? given : id;
            case AnswerEvent.Logprobs ignored -> {}
            case AnswerEvent.Aside ignored -> {}
            case AnswerEvent.TextSignature ignored -> {}
            case AnswerEvent.Failed ignored -> {}
        }
        return stream.take();
    }

    private void text(String text) {
        if (open != Open.TEXT) {
            close();
            open(Open.TEXT, MessageJson.text(""));
        }
        delta(MessageJson.type("text_delta").put("text", text));
    }

    private void thinking() {
        if (open != Open.THINKING) {
            close();
            open(Open.THINKING, MessageJson.type("thinking").put("thinking", "").put("signature", ""));
        }
    }

    private void whole(ObjectNode block) {
        close();
        open(Open.NOTHING, block);
        stop();
    }

    private void open(Open kind, ObjectNode block) {
        begin();
        open = kind;
        index++;
        send(indexed("content_block_start").set("content_block", block));
    }

    private void delta(ObjectNode delta) {
        send(indexed("content_block_delta").set("delta", delta));
    }

    private void close() {
        if (open != Open.NOTHING) {
            open = Open.NOTHING;
            stop();
        }
    }

    private void stop() {
        send(indexed("content_block_stop"));
    }

    private ObjectNode indexed(String type) {
        return MessageJson.type(type).put("index", index);
    }

    private void send(JsonNode event) {
        stream.event(event.path("type").asText(), event);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            ObjectNode message = MessageJson.envelope(id, model);
            message.putNull("stop_reason").putNull("stop_sequence").set("usage", MessageJson.usage(TokenUsage.NONE));
            ObjectNode start = MessageJson.type("message_start");
            start.set("message", message);
            send(start);
        }
    }

    @Override
    public ByteBuffer end() {
        begin();
        close();
        AnswerEvent.Finish finished = finish;
        ObjectNode delta = MessageJson.type("message_delta");
        delta.putObject("delta")
                .put("stop_reason", StopReasons.of(finished))
                .put("stop_sequence", finished == null ? null : finished.stopSequence());
        delta.set("usage", MessageJson.usage(usage));
        send(delta);
        send(MessageJson.type("message_stop"));
        return stream.takeAll();
    }

    @Override
    public ByteBuffer whole(Answer answer) {
        return ByteBuffer.wrap(MessageJson.whole(answer, model).toString().getBytes(StandardCharsets.UTF_8));
    }
}
