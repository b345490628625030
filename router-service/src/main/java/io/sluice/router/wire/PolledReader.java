package io.sluice.router.wire;

import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Asks on until the true answer is there, and has that one read. Not thread-safe. */
final class PolledReader implements AnswerReader {

    private static final int MAX_ANSWER = 16 * 1024 * 1024;

    private final PolledDialect dialect;
    private final WireCall call;
    private final AnswerReader answer;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(2_048);
    private boolean live;

    PolledReader(PolledDialect dialect, WireCall call, AnswerReader answer) {
        this.dialect = dialect;
        this.call = call;
        this.answer = answer;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        Optional<PolledDialect.Next> next = dialect.next(body, call);
        if (next.isPresent()) {
            sink.ask(next.get().request(), next.get().delayMillis());
        } else {
            answer.complete(status, headers, body, sink);
        }
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        if (live) {
            answer.chunk(bytes, sink);
            return;
        }
        collected.writeBytes(Bytes.copy(bytes));
        if (collected.size() > MAX_ANSWER) {
            collected.reset();
            sink.failed(ProviderFailure.badResponse("the answer is larger than " + MAX_ANSWER + " bytes"));
        }
    }

    @Override
    public void end(AnswerSink sink) {
        if (live) {
            answer.end(sink);
            return;
        }
        ByteBuffer body = ByteBuffer.wrap(collected.toByteArray());
        collected.reset();
        Optional<PolledDialect.Next> next = dialect.next(body, call);
        if (next.isPresent()) {
            live = next.get().streamed();
            sink.ask(next.get().request(), next.get().delayMillis());
        } else {
            answer.chunk(body, sink);
            answer.end(sink);
        }
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return answer.failure(status, headers, body);
    }
}
