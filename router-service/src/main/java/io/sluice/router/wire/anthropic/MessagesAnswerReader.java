package io.sluice.router.wire.anthropic;

import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.Span;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.edit.JsonSpans;
import io.sluice.router.wire.edit.PassedEvents;
import io.sluice.router.wire.edit.PassedRequest;
import io.sluice.router.wire.edit.PassedStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Anthropic's answer for a client of the same protocol: everything goes on as it came but for the model's name; usage and stop reason are
 * read on the way. Not thread-safe.
 */
final class MessagesAnswerReader extends PassedStream {

    private static final byte[] STOP = "data: {\"type\":\"message_stop\"}\n\n".getBytes(StandardCharsets.UTF_8);

    private final MessagesUsage usage = new MessagesUsage();
    private @Nullable String stopReason;

    MessagesAnswerReader(WireCall call) {
        super(call, "Stream ended before message_stop was received");
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink to) {
        byte[] json = Bytes.copy(body);
        try {
            Span content = JsonSpans.member(json, 0, json.length, "content");
            if (!content.present()) {
                Span error = JsonSpans.member(json, 0, json.length, "error");
                to.failed(
                        !error.present()
                                ? ProviderFailure.badResponse("provider returned a message without content")
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
            to.emit(named(json, JsonSpans.member(json, 0, json.length, "model")));
            to.done();
        } catch (MalformedJsonException e) {
            to.failed(ProviderErrors.unreadable(
                    "Empty or invalid response from LLM endpoint: " + e.getMessage() + '.',
                    body,
                    call().target().apiKey()));
        }
    }

    private void keep(byte[] json, Span said) {
        if (isObject(json, said)) {
            usage.keep(PassedRequest.tree(json, said.start(), said.end()));
        }
    }

    private static boolean isObject(byte[] json, Span value) {
        return value.present() && json[value.start()] == '{';
    }

    /** Clients of this protocol know an overloaded provider by 529, inside a stream, too. */
    private ProviderFailure told(byte[] json, Span error) {
        ProviderFailure failure = ProviderErrors.inStream(
                PassedRequest.tree(json, error.start(), error.end()),
                call().target().apiKey());
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
    protected boolean event(byte[] line, int from, int to, Bytes out, AnswerSink receiver)
            throws MalformedJsonException {
        String type = JsonSpans.text(line, JsonSpans.member(line, from, to, "type"));
        switch (type == null ? "" : type) {
            case "message_start" -> start(line, from, to, out);
            case "content_block_start", "content_block_delta" -> {
                PassedEvents.pass(line, from, to, out);
                content(size(line, from, to), receiver);
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
                return fail(told(line, JsonSpans.member(line, from, to, "error")), receiver);
            }
            default -> PassedEvents.pass(line, from, to, out);
        }
        return true;
    }

    private void start(byte[] line, int from, int to, Bytes out) {
        Span message = JsonSpans.member(line, from, to, "message");
        Span begun = JsonSpans.member(line, message, "usage");
        if (isObject(line, begun)) {
            usage.begin(PassedRequest.tree(line, begun.start(), begun.end()));
        }
        named(line, from, to, JsonSpans.member(line, message, "model"), out);
    }

    /** Bytes of text, thought or arguments in an event. */
    private static int size(byte[] line, int from, int to) {
        Span delta = JsonSpans.member(line, from, to, "delta");
        for (String name : new String[] {"text", "partial_json", "thinking"}) {
            Span text = JsonSpans.member(line, delta, name);
            if (text.present()) {
                return Math.max(0, text.end() - text.start() - 2);
            }
        }
        return 0;
    }

    private boolean stop(Bytes out, AnswerSink receiver) {
        if (stopReason == null) {
            return fail(ProviderFailure.badResponse("Stream ended before a stop_reason was received"), receiver);
        }
        out.add(STOP);
        return done(receiver);
    }
}
