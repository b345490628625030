package io.sluice.gateway.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Metrics of the journal, without labels. */
final class JournalMetrics {

    private final MeterRegistry registry;
    private final Counter damaged;

    JournalMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.damaged = Counter.builder("sluice.journal.damaged")
                .description("Stretches of the journal that were no records; they are kept in its folder")
                .register(registry);
    }

    void damaged() {
        damaged.increment();
    }

    void watch(FileJournal journal, JournalKeeper keeper, ShippingState shipping) {
        gauge(
                "backlog.events",
                "Events that the ledger is not known to hold",
                journal,
                all -> all.events() - shipping.confirmed());
        gauge("backlog.bytes", "Bytes of the journal's records", journal, FileJournal::bytes);
        gauge("unshipped.seconds", "Age of the oldest event that waits for the books", shipping, JournalMetrics::age);
        gauge("full", "1 while the disk gives the journal no room", keeper, keeping -> keeping.isFull() ? 1 : 0);
        gauge("late.ends", "Ends of calls that wait in memory for room", journal, FileJournal::lateEnds);
        counter("refused", "Calls that were refused because the journal had no room", journal, FileJournal::refused);
        counter("shipped", "Events that were handed over to the books", shipping, ShippingState::shipped);
        counter("resent", "Events that the books did not confirm in time", shipping, ShippingState::resent);
        counter("failures", "Batches and questions that the books did not answer", shipping, ShippingState::failures);
    }

    private static double age(ShippingState shipping) {
        long since = shipping.unshippedSinceMicros();
        return since == 0 ? 0 : Math.max(0, System.currentTimeMillis() - TimeUnit.MICROSECONDS.toMillis(since)) / 1e3;
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder("sluice.journal." + name, of, value)
                .description(description)
                .register(registry);
    }

    private <T> void counter(String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder("sluice.journal." + name, of, value)
                .description(description)
                .register(registry);
    }
}
