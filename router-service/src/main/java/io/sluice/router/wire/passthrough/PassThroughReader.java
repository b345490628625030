package io.sluice.router.wire.passthrough;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Hands an answer on as it comes, whatever its status, and looks for the usage in it. A whole answer without one is free (a count, a list, an error); a
 * streamed one that said something is estimated. Not thread-safe.
 */
final class PassThroughReader implements AnswerReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LINE = 4 * 1024 * 1024;

    private final WireCall call;
    private final PassedUsage usage = new PassedUsage();
    private Lines lines = new Lines();
    private boolean readable = true;
    private boolean understood;

    PassThroughReader(WireCall call) {
        this.call = call;
    }

    @Override
    public boolean takesEveryStatus() {
        return true;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        if (status < 400 && PassThroughWire.isText(headers.get("content-type"))) {
            byte[] json = Bytes.copy(body);
            try {
                usage.read(JSON.readTree(json));
            } catch (IOException notJson) {
                // nothing to be read, then
            }
        }
        TokenUsage counted = usage.counted();
        sink.usage(counted == null ? TokenUsage.NONE : counted);
        sink.charges(usage.charges());
        sink.finished("stop");
        if (body.hasRemaining()) {
            sink.emit(body);
        }
        sink.done();
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        int text = readable ? look(bytes.duplicate()) : 0;
        // a stream that is not read, or not in lines of JSON, is estimated by all of its bytes
        int content = readable && understood ? text : bytes.remaining();
        sink.emit(bytes);
        sink.content(content);
    }

    /** @return bytes of content in it */
    private int look(ByteBuffer bytes) {
        long before = usage.contentLength();
        lines.add(bytes, this::line);
        if (lines.pendingBytes() > MAX_LINE) {
            readable = false;
            lines = new Lines();
        }
        return (int) (usage.contentLength() - before);
    }

    private void line(String line) {
        String data =
                line.startsWith("data:") ? line.substring("data:".length()).strip() : line;
        if (data.startsWith("{")) {
            try {
                usage.read(JSON.readTree(data));
                understood = true;
            } catch (IOException notJson) {
                // it passed all the same
            }
        }
    }

    @Override
    public void end(AnswerSink sink) {
        line(lines.rest());
        TokenUsage counted = usage.counted();
        if (counted != null) {
            sink.usage(counted);
        }
        sink.charges(usage.charges());
        sink.finished("stop");
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
    }
}
