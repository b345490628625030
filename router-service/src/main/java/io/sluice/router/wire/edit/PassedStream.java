package io.sluice.router.wire.edit;

import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.Span;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer for a client of the provider's own protocol: everything goes on as it came, but for what an event's reader writes in its place. A
 * stream that breaks off, or has an event that cannot be read, fails without the begun event. Not thread-safe.
 */
public abstract class PassedStream implements AnswerReader {

    private static final int MAX_EVENT = 16 * 1024 * 1024;

    private final WireCall call;
    private final String cutOff;
    private final byte[] model;
    private final PassedEvents events = new PassedEvents(this::data);
    private @Nullable AnswerSink sink;
    private boolean over;

    /** @param cutOff what to say of a stream that ended before its last event */
    protected PassedStream(WireCall call, String cutOff) {
        this.call = call;
        this.cutOff = cutOff;
        this.model = PassedRequest.json(call.answerModel());
    }

    /**
     * One event.
     *
     * @return false when the answer has ended, by {@link #done} or {@link #fail}
     */
    protected abstract boolean event(byte[] line, int from, int to, Bytes out, AnswerSink receiver)
            throws MalformedJsonException;

    @Override
    public final void chunk(ByteBuffer bytes, AnswerSink to) {
        sink = to;
        if (over) {
            return;
        }
        events.add(bytes);
        if (!over && events.pendingBytes() > MAX_EVENT) {
            fail(ProviderFailure.badResponse("an event is larger than " + MAX_EVENT + " bytes"), to);
        } else {
            flush(to);
        }
    }

    private boolean data(byte[] line, int from, int to, Bytes out) {
        AnswerSink receiver = Objects.requireNonNull(sink);
        try {
            return event(line, from, to, out, receiver);
        } catch (MalformedJsonException e) {
            return fail(ProviderFailure.badResponse("an event is not JSON: " + e.getMessage()), receiver);
        }
    }

    @Override
    public final void end(AnswerSink to) {
        if (over) {
            return;
        }
        sink = to;
        events.end();
        if (!over) {
            fail(ProviderFailure.badResponse(cutOff), to);
        }
    }

    @Override
    public final ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
    }

    protected final WireCall call() {
        return call;
    }

    /** Content came: what leads up to the first of it must be there when the sink commits. */
    protected final void content(int size, AnswerSink to) {
        if (size > 0) {
            flush(to);
            to.content(size);
        }
    }

    private void flush(AnswerSink to) {
        if (events.hasOutput() && !over) {
            to.emit(events.take());
        }
    }

    /** @return false, for {@link #event} */
    protected final boolean done(AnswerSink to) {
        flush(to);
        over = true;
        to.done();
        return false;
    }

    /** @return false, for {@link #event} */
    protected final boolean fail(ProviderFailure failure, AnswerSink to) {
        if (!over) {
            events.dropEvent();
            flush(to);
            over = true;
            to.failed(failure);
        }
        return false;
    }

    /** A data line with the model's name as the client asked for it. */
    protected final void named(byte[] line, int from, int to, Span name, Bytes out) {
        if (name.present()) {
            PassedEvents.splice(line, from, to, name.start(), name.end(), model, out);
        } else {
            PassedEvents.pass(line, from, to, out);
        }
    }

    /** The same for a whole answer. */
    protected final ByteBuffer named(byte[] json, Span name) {
        if (!name.present()) {
            return ByteBuffer.wrap(json);
        }
        return new Bytes(json.length + model.length)
                .add(json, 0, name.start())
                .add(model)
                .add(json, name.end(), json.length)
                .take();
    }
}
