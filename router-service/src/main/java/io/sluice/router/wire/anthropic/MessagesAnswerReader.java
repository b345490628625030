package io.sluice.router.wire.anthropic;

import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.Span;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads Anthropic's answer for a client of the same protocol: everything goes on as it came but for the model's name; usage and stop reason are
 * read on the way. Not thread-safe.
 */
final class MessagesAnswerReader implements AnswerReader {

    private static final int MAX_EVENT = 16 * 1024 * 1024;
    private static final byte[] STOP = "data: {\"type\":\"message_stop\"}\n\n".getBytes(StandardCharsets.UTF_8);

    private final WireCall call;
    private final byte[] model;
    private final MessagesUsage usage = new MessagesUsage();
    private final PassedEvents events = new PassedEvents(this::event);
    private @Nullable AnswerSink sink;
    private @Nullable String stopReason;
    private boolean over;

    MessagesAnswerReader(WireCall call) {
        this.call = call;
        this.model = PassedRequest.json(call.answerModel());
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink to) {
        byte[] json = new byte[body.remaining()];
        body.duplicate().get(json);
        try {
            Span content = JsonSpans.member(json, 0, json.length, "content");
            if (content.equals(Span.ABSENT)) {
                Span error = JsonSpans.member(json, 0, json.length, "error");
                to.failed(
                        error.equals(Span.ABSENT)
                                ? bad("provider returned a message without content")
                                : told(json, error));
                return;
            }
            keep(json, JsonSpans.member(json, 0, json.length, "usage"));
            String reason = JsonSpans.text(json, JsonSpans.member(json, 0, json.length, "stop_reason"));
            if (usage.said()) {
                to.usage(usage.counted());
                to.charges(usage.charges());
            }
            to.finished(reason == null ? "end_turn" : reason);
            to.content(content.end() - content.start());
            Span name = JsonSpans.member(json, 0, json.length, "model");
            Bytes out = new Bytes(json.length + model.length);
            if (name.equals(Span.ABSENT)) {
                out.add(json);
            } else {
                out.add(json, 0, name.start()).add(model).add(json, name.end(), json.length);
            }
            to.emit(out.take());
            to.done();
        } catch (MalformedJsonException e) {
            to.failed(ProviderErrors.unreadable(
                    "Empty or invalid response from LLM endpoint: " + e.getMessage() + '.',
                    body,
                    call.target().apiKey()));
        }
    }

    private void keep(byte[] json, Span said) {
        if (!said.equals(Span.ABSENT) && json[said.start()] == '{') {
            usage.keep(PassedRequest.tree(json, said.start(), said.end()));
        }
    }

    /** Clients of this protocol know an overloaded provider by 529, inside a stream, too. */
    private ProviderFailure told(byte[] json, Span error) {
        ProviderFailure failure = ProviderErrors.inStream(
                PassedRequest.tree(json, error.start(), error.end()),
                call.target().apiKey());
        return failure.errorClass() == ErrorClass.OVERLOADED
                ? new ProviderFailure(
                        ErrorClass.OVERLOADED,
                        529,
                        failure.message(),
                        failure.type(),
                        failure.param(),
                        failure.code(),
                        failure.retryAfterMillis(),
                        failure.charged())
                : failure;
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
        AnswerSink receiver = java.util.Objects.requireNonNull(sink);
        try {
            String type = JsonSpans.text(line, JsonSpans.member(line, from, to, "type"));
            return read(type == null ? "" : type, line, from, to, out, receiver);
        } catch (MalformedJsonException e) {
            fail(bad("an event is not JSON: " + e.getMessage()), receiver);
            return false;
        }
    }

    private boolean read(String type, byte[] line, int from, int to, Bytes out, AnswerSink receiver) {
        switch (type) {
            case "message_start" -> start(line, from, to, out);
            case "content_block_start", "content_block_delta" -> {
                int size = size(line, from, to);
                PassedEvents.pass(line, from, to, out);
                if (size > 0) {
                    // what leads up to the first content must be there when the sink commits
                    flush(receiver);
                    receiver.content(size);
                }
            }
            case "message_delta" -> {
                PassedEvents.pass(line, from, to, out);
                keep(line, JsonSpans.member(line, from, to, "usage"));
                String reason = JsonSpans.text(
                        line, JsonSpans.member(line, JsonSpans.member(line, from, to, "delta"), "stop_reason"));
                if (reason != null) {
                    stopReason = reason;
                    receiver.finished(reason);
                }
                if (usage.said()) {
                    receiver.usage(usage.counted());
                    receiver.charges(usage.charges());
                }
            }
            case "message_stop" -> {
                return stop(out, receiver);
            }
            case "error" -> {
                fail(told(line, JsonSpans.member(line, from, to, "error")), receiver);
                return false;
            }
            default -> PassedEvents.pass(line, from, to, out);
        }
        return true;
    }

    private void start(byte[] line, int from, int to, Bytes out) {
        Span message = JsonSpans.member(line, from, to, "message");
        keep(line, JsonSpans.member(line, message, "usage"));
        Span name = JsonSpans.member(line, message, "model");
        if (name.equals(Span.ABSENT)) {
            PassedEvents.pass(line, from, to, out);
        } else {
            PassedEvents.splice(line, from, to, name.start(), name.end(), model, out);
        }
    }

    /** Bytes of text, thought or arguments in an event. */
    private static int size(byte[] line, int from, int to) {
        Span delta = JsonSpans.member(line, from, to, "delta");
        for (String name : new String[] {"text", "partial_json", "thinking"}) {
            Span text = JsonSpans.member(line, delta, name);
            if (!text.equals(Span.ABSENT)) {
                return Math.max(0, text.end() - text.start() - 2);
            }
        }
        return 0;
    }

    private boolean stop(Bytes out, AnswerSink receiver) {
        if (stopReason == null) {
            fail(bad("Stream ended before a stop_reason was received"), receiver);
            return false;
        }
        out.add(STOP);
        receiver.emit(out.take());
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
            fail(bad("Stream ended before message_stop was received"), to);
        }
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
    }

    private void fail(ProviderFailure failure, AnswerSink to) {
        if (!over) {
            events.dropEvent();
            if (events.hasOutput()) {
                to.emit(events.take());
            }
            over = true;
            to.failed(failure);
        }
    }

    private static ProviderFailure bad(String message) {
        return new ProviderFailure(ErrorClass.BAD_RESPONSE, 500, message, null, null, null, -1, true);
    }
}
