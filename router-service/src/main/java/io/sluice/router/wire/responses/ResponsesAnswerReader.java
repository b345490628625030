package io.sluice.router.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.Span;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.edit.JsonSpans;
import io.sluice.router.wire.edit.PassedEvents;
import io.sluice.router.wire.edit.PassedRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response for a client of the same protocol: everything goes on as it came but for the model's name and, as LiteLLM has it, the cost in
 * the usage of a stream and an end mark behind it. Not thread-safe.
 */
final class ResponsesAnswerReader implements AnswerReader {

    private static final int MAX_EVENT = 16 * 1024 * 1024;
    private static final byte[] DONE = "\ndata: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final WireCall call;
    private final byte[] model;
    private final PassedEvents events = new PassedEvents(this::event);
    private @Nullable AnswerSink sink;
    private boolean over;

    ResponsesAnswerReader(WireCall call) {
        this.call = call;
        this.model = PassedRequest.json(call.answerModel());
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink to) {
        byte[] json = new byte[body.remaining()];
        body.duplicate().get(json);
        try {
            Span output = JsonSpans.member(json, 0, json.length, "output");
            Span error = JsonSpans.member(json, 0, json.length, "error");
            if (error.present() && json[error.start()] == '{') {
                to.failed(told(PassedRequest.tree(json, error.start(), error.end())));
                return;
            }
            if (!output.present()) {
                to.failed(bad("provider returned a response without output"));
                return;
            }
            Span usage = JsonSpans.member(json, 0, json.length, "usage");
            if (usage.present()) {
                counted(PassedRequest.tree(json, usage.start(), usage.end()), to);
            }
            String state = JsonSpans.text(json, JsonSpans.member(json, 0, json.length, "status"));
            to.finished(state == null ? "completed" : state);
            to.content(output.end() - output.start());
            Span name = JsonSpans.member(json, 0, json.length, "model");
            Bytes out = new Bytes(json.length + model.length);
            if (name.present()) {
                out.add(json, 0, name.start()).add(model).add(json, name.end(), json.length);
            } else {
                out.add(json);
            }
            to.emit(out.take());
            to.done();
        } catch (MalformedJsonException e) {
            to.failed(bad("Empty or invalid response from LLM endpoint: " + e.getMessage()));
        }
    }

    private static @Nullable TokenUsage counted(JsonNode usage, AnswerSink to) {
        TokenUsage read = ResponsesUsage.read(usage);
        if (read != null) {
            to.usage(read);
        }
        return read;
    }

    private ProviderFailure told(JsonNode error) {
        return ProviderErrors.inStream(error, call.target().apiKey());
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink to) {
        sink = to;
        if (over) {
            return;
        }
        events.add(bytes);
        if (!over && events.pendingBytes() > MAX_EVENT) {
            fail(bad("an event is larger than " + MAX_EVENT + " bytes"), to);
        } else {
            flush(to);
        }
    }

    private void flush(AnswerSink to) {
        if (events.hasOutput() && !over) {
            to.emit(events.take());
        }
    }

    private boolean event(byte[] line, int from, int to, Bytes out) {
        AnswerSink receiver = Objects.requireNonNull(sink);
        try {
            return read(line, from, to, out, receiver);
        } catch (MalformedJsonException e) {
            fail(bad("an event is not JSON: " + e.getMessage()), receiver);
            return false;
        }
    }

    private boolean read(byte[] line, int from, int to, Bytes out, AnswerSink receiver) {
        if (line[from] == '[') {
            fail(bad("Stream ended before the response was complete"), receiver);
            return false;
        }
        String type = JsonSpans.text(line, JsonSpans.member(line, from, to, "type"));
        switch (type == null ? "" : type) {
            case "response.completed", "response.incomplete" -> {
                return ended(PassedRequest.tree(line, from, to), out, receiver);
            }
            case "response.failed" -> {
                fail(told(PassedRequest.tree(line, from, to).path("response").path("error")), receiver);
                return false;
            }
            case "error", "" -> {
                JsonNode event = PassedRequest.tree(line, from, to);
                fail(told(event.path("error").isObject() ? event.path("error") : event), receiver);
                return false;
            }
            default -> {
                Span name = JsonSpans.member(line, JsonSpans.member(line, from, to, "response"), "model");
                if (name.present()) {
                    PassedEvents.splice(line, from, to, name.start(), name.end(), model, out);
                } else {
                    PassedEvents.pass(line, from, to, out);
                }
                content(line, JsonSpans.member(line, from, to, "delta"), receiver);
            }
        }
        return true;
    }

    private void content(byte[] line, Span delta, AnswerSink receiver) {
        if (delta.present() && line[delta.start()] == '"' && delta.end() - delta.start() > 2) {
            // what leads up to the first content must be there when the sink commits
            flush(receiver);
            receiver.content(delta.end() - delta.start() - 2);
        }
    }

    private boolean ended(JsonNode event, Bytes out, AnswerSink receiver) {
        if (event.path("response") instanceof ObjectNode response) {
            response.put("model", call.answerModel());
            TokenUsage read = counted(response.path("usage"), receiver);
            if (read != null
                    && response.path("usage") instanceof ObjectNode usage
                    && call.target().card().prices() != null) {
                usage.put(
                        "cost",
                        CostCalculator.cost(call.target().card(), read, null)
                                .total()
                                .toDollars()
                                .doubleValue());
            }
            receiver.finished(response.path("status").asText("completed"));
        }
        byte[] json = PassedRequest.json(event);
        PassedEvents.pass(json, 0, json.length, out);
        out.add(DONE);
        receiver.emit(events.take());
        over = true;
        receiver.done();
        return false;
    }

    @Override
    public void end(AnswerSink to) {
        if (over) {
            return;
        }
        sink = to;
        events.end();
        if (!over) {
            fail(bad("Stream ended before the response was complete"), to);
        }
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
    }

    private void fail(ProviderFailure failure, AnswerSink to) {
        if (!over) {
            events.dropEvent();
            flush(to);
            over = true;
            to.failed(failure);
        }
    }

    private static ProviderFailure bad(String message) {
        return new ProviderFailure(ErrorClass.BAD_RESPONSE, 500, message, null, null, null, -1, true);
    }
}
