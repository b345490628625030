package io.sluice.router.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.router.queue.Line;
import io.sluice.router.queue.Lines;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls wait for a deployment, and how long they waited: {@code sluice_queue_waiting} and {@code sluice_queue_wait_seconds} by group and by what
 * the wait came to. Names of wildcard groups come from clients, therefore the number of label sets is bounded. Thread-safe.
 */
public final class QueueMetrics implements Line.Watcher {

    private static final int MAX_LABEL_SETS = 1_000;
    private static final String REST = "other";
    private static final double[] SECONDS = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60};

    private final MeterRegistry registry;
    private final Map<Key, DistributionSummary> waits = new ConcurrentHashMap<>();

    private record Key(String group, String outcome) {}

    public QueueMetrics(MeterRegistry registry, Lines lines) {
        this.registry = registry;
        Gauge.builder("sluice_queue_waiting", lines, Lines::waiting)
                .description("calls that wait until a deployment is below its limits")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void waited(String group, long millis, String outcome) {
        Key key = new Key(group, outcome);
        DistributionSummary known = waits.get(key);
        if (known == null) {
            Key bounded = waits.size() < MAX_LABEL_SETS ? key : new Key(REST, outcome);
            known = waits.computeIfAbsent(bounded, this::create);
        }
        known.record(millis / 1e3);
    }

    private DistributionSummary create(Key key) {
        return DistributionSummary.builder("sluice_queue_wait_seconds")
                .description("how long calls waited for a deployment, by what it came to")
                .tags("model_group", key.group, "outcome", key.outcome)
                .serviceLevelObjectives(SECONDS)
                .register(registry);
    }
}
