package io.sluice.router.wire;

import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.failure.ProviderFailure;
import java.nio.ByteBuffer;

/** Receives what an {@link AnswerReader} reads. */
public interface AnswerSink {

    /** Bytes for the client, in its protocol. Before the first {@link #content} they may still be thrown away by a fallback. */
    void emit(ByteBuffer bytes);

    /**
     * Content (text, reasoning, a tool call) was emitted: from here on a failure can no longer fall over unseen.
     *
     * @param bytes size of the text produced, for estimates when the provider says no usage
     */
    void content(int bytes);

    /** Usage as the provider said it. The last report counts. Values that cannot be (negative, absurd) are not reported. */
    void usage(TokenUsage usage);

    /** Usage that the provider did not say and that was counted here; the bill says so. */
    void estimated(TokenUsage usage);

    /**
     * What is charged beside tokens, as the provider said it or as it can be counted in the answer: images, searches. The last report
     * counts.
     */
    void charges(Charges charges);

    /** Finish reason in the client's words. */
    void finished(String reason);

    /**
     * The answer only says that the true one is elsewhere, or not there yet: this is sent next, and read instead.
     *
     * @param delayMillis how long to wait before; the time limit for the first byte goes on
     */
    void ask(UpstreamRequest next, long delayMillis);

    /** The answer is complete; nothing follows. */
    void done();

    /** The answer is unusable or broke; nothing follows. */
    void failed(ProviderFailure failure);
}
