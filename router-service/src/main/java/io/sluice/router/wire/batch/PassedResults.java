package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.Lines;
import io.sluice.router.wire.passthrough.PassedUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The output file of a batch that its provider ran (platform.openai.com/docs/api-reference/batch/request-output, seen 2026-11-26): passes as it comes, and
 * costs what its lines cost. Not thread-safe.
 */
final class PassedResults implements AnswerReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireCall call;
    private final BatchBill bill;
    private final Lines lines = new Lines();

    PassedResults(WireCall call) {
        this.call = call;
        this.bill = new BatchBill(call.target().card());
    }

    @Override
    public boolean streams(Map<String, String> headers, boolean asked) {
        return true;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        chunk(body, sink);
        end(sink);
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        lines.add(bytes.duplicate(), this::line);
        sink.content(bytes.remaining());
        sink.emit(bytes);
    }

    private void line(String line) {
        if (line.startsWith("{")) {
            PassedUsage usage = new PassedUsage();
            try {
                usage.read(JSON.readTree(line).at("/response/body"));
            } catch (IOException notJson) {
                return; // it passed all the same
            }
            TokenUsage counted = usage.counted();
            if (counted != null) {
                bill.add(counted, usage.charges());
            }
        }
    }

    @Override
    public void end(AnswerSink sink) {
        line(lines.rest());
        bill.report(sink);
        sink.finished("stop");
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
    }
}
