package io.sluice.gateway.journal;

import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A ledger that keeps the books' rules, behind a stream that a test plays. */
final class PlayedBooks implements UsageSink {

    /** What becomes of a batch or a question. */
    enum Fate {
        /** booked at once, and said so */
        BOOKED,
        /** booked, and the answer is lost */
        BOOKED_UNSAID,
        /** on its way in the stream, and said so */
        STREAMED,
        /** twice, in another order */
        REPEATED,
        /** refused, nothing was taken */
        REFUSED,
        /** never answered, nothing was taken */
        SILENT
    }

    record Id(String requestId, int attempt) {}

    private record Origin(String gateway, long segment) {}

    final Map<Id, UsageEvent> ledger = new ConcurrentHashMap<>();
    private final Map<Origin, Set<Id>> counts = new HashMap<>();
    private final Deque<UsageEvent> stream = new ArrayDeque<>();
    private final List<List<SegmentCount>> asked = new ArrayList<>();
    volatile Fate fate = Fate.BOOKED;
    volatile int batches;

    @Override
    public CompletionStage<Void> append(List<UsageEvent> events) {
        batches++;
        switch (fate) {
            case BOOKED, BOOKED_UNSAID -> events.forEach(this::book);
            case STREAMED -> stream.addAll(events);
            case REPEATED -> {
                events.reversed().forEach(stream::addFirst);
                stream.addAll(events);
            }
            case REFUSED, SILENT -> {}
        }
        return answer(null);
    }

    @Override
    public CompletionStage<Set<Long>> committed(String gatewayId, List<SegmentCount> segments) {
        asked.add(segments);
        return answer(segments.stream()
                .filter(count -> counts.getOrDefault(new Origin(gatewayId, count.segment()), Set.of())
                                .size()
                        >= count.events())
                .map(SegmentCount::segment)
                .collect(Collectors.toSet()));
    }

    private <T> CompletionStage<T> answer(T value) {
        return switch (fate) {
            case BOOKED, STREAMED, REPEATED -> CompletableFuture.completedFuture(value);
            case BOOKED_UNSAID, REFUSED ->
                CompletableFuture.failedFuture(new IllegalStateException("the books are away"));
            case SILENT -> new CompletableFuture<>();
        };
    }

    private void book(UsageEvent event) {
        Id id = new Id(event.requestId(), event.attempt());
        UsageEvent known = ledger.get(id);
        boolean better = known != null
                && known.certainty() == Certainty.UPPER_BOUND
                && event.certainty() != Certainty.UPPER_BOUND;
        if (known == null || better) {
            ledger.put(id, event);
        }
        counts.computeIfAbsent(new Origin(event.gatewayId(), event.segment()), origin -> new HashSet<>())
                .add(id);
    }

    /** Books some of the stream. */
    void deliver(int most) {
        for (int i = 0; i < most && !stream.isEmpty(); i++) {
            book(stream.removeFirst());
        }
    }

    /** Redis forgets. */
    void flush() {
        stream.clear();
    }

    int questions() {
        return asked.size();
    }

    long nanos() {
        return ledger.values().stream().mapToLong(event -> event.cost().nanos()).sum();
    }
}
