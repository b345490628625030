package io.sluice.accounting.ledger;

import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Straight into the ledger: for a gateway in the same process, and behind the internal HTTP API. */
@ApplicationScoped
public class DirectUsageSink implements UsageSink {

    private final LedgerWriter writer;
    private final JournalCounts counts;

    DirectUsageSink(LedgerWriter writer, JournalCounts counts) {
        this.writer = writer;
        this.counts = counts;
    }

    @Override
    public CompletionStage<Void> append(List<UsageEvent> events) {
        return writer.write(events).toCompletionStage();
    }

    @Override
    public CompletionStage<Set<Long>> committed(String gatewayId, List<SegmentCount> segments) {
        return counts.committed(gatewayId, segments).toCompletionStage();
    }
}
