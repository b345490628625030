package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.passthrough.PassedUsage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The answer to one line. Not thread-safe. */
final class LineAnswer implements AnswerSink {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    private @Nullable TokenUsage usage;
    private Charges charges = Charges.NONE;
    private @Nullable ProviderFailure failure;

    JsonNode json() {
        return SeamJson.read(bytes.toByteArray(), JsonNode.class);
    }

    /** @param body the provider's: it says what was used, though it be no answer */
    TokenUsage used(JsonNode body) {
        if (usage == null) {
            PassedUsage passed = new PassedUsage();
            passed.read(body);
            usage = passed.counted();
        }
        return usage == null ? TokenUsage.NONE : usage;
    }

    Charges charges() {
        return charges;
    }

    @Nullable
    ProviderFailure failure() {
        return failure;
    }

    @Override
    public void emit(ByteBuffer more) {
        bytes.writeBytes(Bytes.copy(more));
    }

    @Override
    public void content(int size) {
        // counted by whoever reads the file
    }

    @Override
    public void usage(TokenUsage reported) {
        usage = reported;
    }

    @Override
    public void estimated(TokenUsage counted) {
        usage = counted;
    }

    @Override
    public void charges(Charges reported) {
        charges = reported;
    }

    @Override
    public void finished(String reason) {
        // stands in the answer
    }

    @Override
    public void ask(UpstreamRequest next, long delayMillis) {
        failure = ProviderFailure.badResponse("the answer to a line of a batch is elsewhere");
    }

    @Override
    public void done() {
        // it is there
    }

    @Override
    public void failed(ProviderFailure why) {
        failure = why;
    }
}
