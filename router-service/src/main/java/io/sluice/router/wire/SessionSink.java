package io.sluice.router.wire;

import io.sluice.contracts.routing.Turn;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Usage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Receives what a {@link SessionReader} decides. */
public interface SessionSink {

    /** A message for the provider. */
    void send(ByteBuffer message);

    /** A message of ours for the client. */
    void tell(ByteBuffer message);

    /** A turn wants to run: {@link SessionReader#granted} answers, perhaps before this returns. */
    void want(Turn turn);

    /** A turn was granted and never ran. */
    void unused(int turn);

    void ended(int turn, Bill bill);

    /** Whether the client's messages have to wait. */
    void hold(boolean hold);

    /**
     * What a turn used.
     *
     * @param tokens for the ledger
     * @param usage the same, by meter, with all that has a price of its own
     * @param model of the same provider that did it; null for the session's own
     * @param finish as the provider says it
     * @param errorClass null when it ended as it should
     * @param startedNanos as of {@link System#nanoTime}
     * @param firstByteNanos likewise; -1 when nothing came
     */
    record Bill(
            Certainty certainty,
            TokenUsage tokens,
            Usage usage,
            @Nullable String model,
            String finish,
            @Nullable String errorClass,
            long startedNanos,
            long firstByteNanos) {}
}
