package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.plain.WholeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A short answer about a batch or a file, in OpenAI's words. It costs nothing. */
final class BatchObjectReader implements WholeReader {

    private final WireCall call;
    private final UnaryOperator<JsonNode> inOurs;

    BatchObjectReader(WireCall call, UnaryOperator<JsonNode> inOurs) {
        this.call = call;
        this.inOurs = inOurs;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        JsonNode said;
        try {
            said = SeamJson.MAPPER.readTree(Bytes.copy(body));
        } catch (IOException notJson) {
            sink.failed(ProviderErrors.unreadable(
                    "The answer is no JSON.", body, call.target().apiKey()));
            return;
        }
        sink.usage(TokenUsage.NONE);
        sink.finished("stop");
        sink.emit(ByteBuffer.wrap(SeamJson.bytes(inOurs.apply(said))));
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.of(status, headers, body, call.target().apiKey());
    }
}
