package io.sluice.router.wire;

import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.failure.ProviderFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Keeps what a reader reports. */
public final class RecordingSink implements AnswerSink {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    public TokenUsage usage;
    public TokenUsage estimate;
    public Charges charges = Charges.NONE;
    public String finish;
    public UpstreamRequest asked;
    public boolean done;
    public ProviderFailure failure;
    public int contentBytes;

    @Override
    public void emit(ByteBuffer more) {
        byte[] copy = new byte[more.remaining()];
        more.get(copy);
        bytes.writeBytes(copy);
    }

    @Override
    public void content(int more) {
        contentBytes += more;
    }

    @Override
    public void usage(TokenUsage reported) {
        usage = reported;
    }

    @Override
    public void estimated(TokenUsage counted) {
        estimate = counted;
    }

    @Override
    public void charges(Charges reported) {
        charges = reported;
    }

    @Override
    public void finished(String reason) {
        finish = reason;
    }

    @Override
    public void ask(UpstreamRequest next, long delayMillis) {
        asked = next;
    }

    @Override
    public void done() {
        done = true;
    }

    @Override
    public void failed(ProviderFailure reported) {
        failure = reported;
    }

    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
