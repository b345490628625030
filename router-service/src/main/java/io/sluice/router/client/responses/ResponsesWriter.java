package io.sluice.router.client.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.EventStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as a response object, or as its events, numbered. A message or a thought is closed when something else begins; calls stay
 * open to the end, since a provider may feed several in turns. The protocol has one answer only, so others are left out.
 */
final class ResponsesWriter implements AnswerWriter {

    private final ResponseObject response;
    private final EventStream stream = new EventStream();
    private final List<OpenItem.Call> calls = new ArrayList<>(1);
    private final ArrayNode output = ResponsesProtocol.JSON.createArrayNode();
    private int sequence;
    private boolean begun;
    private boolean otherChoice;
    private @Nullable OpenItem open;
    private String finishReason = "stop";
    private AnswerEvent.@Nullable Usage usage;

    ResponsesWriter(ResponseObject response) {
        this.response = response;
    }

    @Override
    public @Nullable ByteBuffer step(AnswerEvent event) {
        if (otherChoice && !(event instanceof AnswerEvent.Choice || event instanceof AnswerEvent.Usage)) {
            return null;
        }
        switch (event) {
            case AnswerEvent.Choice(int number) -> otherChoice = number != 0;
            case AnswerEvent.Usage reported -> usage = reported;
            case AnswerEvent.Finish finished -> finishReason = finished.reason();
            case AnswerEvent.Text(String text) -> message().text(text);
            case AnswerEvent.Refusal(String text) -> message().refusal(text);
            case AnswerEvent.Thinking(String text) -> reasoning().think(text);
            case AnswerEvent.ThinkingSignature(String signature) -> reasoning().sign(signature);
            case AnswerEvent.RedactedThinking(String data) -> reasoning().redacted(data);
            case AnswerEvent.CallStart start -> {
                close();
                calls.add(new OpenItem.Call(this, start.id(), start.name()));
            }
            case AnswerEvent.CallArguments(int number, String json) -> {
                if (number < calls.size()) {
                    calls.get(number).arguments(json);
                }
            }
            case AnswerEvent.Picture(var image) -> whole(OutputItems.picture(image.base64()));
            case AnswerEvent.Foreign foreign -> whole(foreign.json());
            case AnswerEvent.Citation(JsonNode citation) -> {
                if (open instanceof OpenItem.Text message) {
                    message.cite(citation);
                }
            }
            case AnswerEvent.Logprobs(JsonNode content) -> {
                if (open instanceof OpenItem.Text message) {
                    message.logprobs(content);
                }
            }
            case AnswerEvent.TextStart ignored -> {}
            case AnswerEvent.TextSignature ignored -> {}
            case AnswerEvent.Started ignored -> {}
            case AnswerEvent.Aside(String name, JsonNode value) -> response.aside(name, value);
            case AnswerEvent.Failed ignored -> {}
        }
        return stream.take();
    }

    private OpenItem.Text message() {
        if (open instanceof OpenItem.Text message) {
            return message;
        }
        close();
        OpenItem.Text message = new OpenItem.Text(this);
        open = message;
        return message;
    }

    private OpenItem.Reasoning reasoning() {
        if (open instanceof OpenItem.Reasoning reasoning) {
            return reasoning;
        }
        close();
        OpenItem.Reasoning reasoning = new OpenItem.Reasoning(this);
        open = reasoning;
        return reasoning;
    }

    private void close() {
        OpenItem closing = open;
        open = null;
        if (closing != null) {
            closing.close();
        }
    }

    private void whole(ObjectNode item) {
        close();
        done(added(item), item);
    }

    /** Opens an item; its place among all. */
    int added(ObjectNode item) {
        begin();
        output.add(item);
        int index = output.size() - 1;
        send(event("response.output_item.added", index).set("item", item));
        return index;
    }

    void done(int index, ObjectNode item) {
        output.set(index, item);
        send(event("response.output_item.done", index).set("item", item));
    }

    /** Of an item that ends now: an answer that was cut off is said to be. */
    String status() {
        return ResponseObject.incomplete(finishReason) == null ? "completed" : "incomplete";
    }

    /** An event of the item at this place, to be filled and sent. */
    ObjectNode event(String type, int index) {
        return numbered(type).put("output_index", index);
    }

    void send(JsonNode event) {
        stream.event(event.path("type").asText(), event);
    }

    private ObjectNode numbered(String type) {
        return ResponsesProtocol.JSON.createObjectNode().put("type", type).put("sequence_number", sequence++);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            for (String type : new String[] {"response.created", "response.in_progress"}) {
                ArrayNode nothing = ResponsesProtocol.JSON.createArrayNode();
                send(numbered(type).set("response", response.of("in_progress", nothing)));
            }
        }
    }

    @Override
    public ByteBuffer end() {
        begin();
        close();
        calls.forEach(OpenItem.Call::close);
        if (output.isEmpty()) {
            message().text("");
            close();
        }
        ObjectNode ended = response.ended(finishReason, output, usage, true);
        send(numbered("response." + ended.path("status").asText()).set("response", ended));
        stream.data("[DONE]");
        return stream.takeAll();
    }

    @Override
    public ByteBuffer whole(Answer answer) {
        Answer.Choice choice = answer.choices().getFirst();
        answer.asides().forEach(response::aside);
        ObjectNode ended =
                response.ended(choice.finishReason(), new WholeOutput(choice).items(), answer.usage(), false);
        return ByteBuffer.wrap(ended.toString().getBytes(StandardCharsets.UTF_8));
    }
}
