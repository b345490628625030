package io.sluice.contracts.usage;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Takes usage events from a gateway's journal to the books: straight in the standalone, through a Redis stream in the suite. */
public interface UsageSink {

    /**
     * Hands a batch over. Completed normally: the batch is on its way and need not be handed over again soon; only
     * {@link #committed} says that it is in the ledger. May be called again with the same events at any time.
     */
    CompletionStage<Void> append(List<UsageEvent> events);

    /**
     * Which of these journal segments are wholly in the ledger.
     *
     * @param counts number of events that each segment holds must have been reached
     */
    CompletionStage<Set<Long>> committed(String gatewayId, List<SegmentCount> counts);

    record SegmentCount(long segment, long events) {}
}
