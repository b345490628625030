package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A short answer about a batch or a file, in OpenAI's words. It costs nothing. */
final class BatchObjectReader implements AnswerReader {

    private final WireCall call;
    private final UnaryOperator<JsonNode> inOurs;

    BatchObjectReader(WireCall call, UnaryOperator<JsonNode> inOurs) {
        this.call = call;
        this.inOurs = inOurs;
    }

    @Override
    public boolean streams(Map<String, String> headers, boolean asked) {
        return false;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        JsonNode said;
        try {
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            said = SeamJson.MAPPER.readTree(bytes);
        } catch (IOException notJson) {
            sink.failed(ProviderErrors.unreadable(
                    "The answer is no JSON.", body.flip(), call.target().apiKey()));
            return;
        }
        sink.usage(TokenUsage.NONE);
        sink.finished("stop");
        sink.emit(ByteBuffer.wrap(SeamJson.bytes(inOurs.apply(said))));
        sink.done();
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        throw new IllegalStateException("it comes whole");
    }

    @Override
    public void end(AnswerSink sink) {
        throw new IllegalStateException("it comes whole");
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.of(status, headers, body, call.target().apiKey());
    }
}
