package io.sluice.router.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The meters of all deployments by id. They survive a reload; those of deployments that are gone do not. Thread-safe. */
public final class Meters {

    private static final String TOKENS = ":tokens";

    private final Map<String, Meter> byId = new ConcurrentHashMap<>();
    private final MeterSettings settings;

    public Meters(MeterSettings settings) {
        this.settings = settings;
    }

    public Meter of(String deploymentId) {
        return byId.computeIfAbsent(deploymentId, id -> new Meter(settings));
    }

    /** Forgets every deployment but these. */
    public void retain(Set<String> deploymentIds) {
        byId.keySet().retainAll(deploymentIds);
    }

    /** Running totals of this router in a minute, for {@link SharedCounters}; only what is not zero. */
    Map<String, Long> own(long minute) {
        Map<String, Long> totals = new HashMap<>();
        byId.forEach((id, meter) -> {
            putUnlessZero(totals, id + TOKENS, meter.usage().ownTokens(minute));
        });
        return totals;
    }

    private static void putUnlessZero(Map<String, Long> totals, String name, long value) {
        if (value != 0) {
            totals.put(name, value);
        }
    }

    /** @param fleet totals over all routers, this one included as it was in {@code mine} */
    void learn(long minute, Map<String, Long> mine, Map<String, Long> fleet) {
        BiConsumer<String, Meter> apply =
                (id, meter) -> meter.usage().othersUsed(minute, others(id + TOKENS, mine, fleet));
        byId.forEach(apply);
    }

    private static long others(String name, Map<String, Long> mine, Map<String, Long> fleet) {
        return Math.max(0, fleet.getOrDefault(name, 0L) - mine.getOrDefault(name, 0L));
    }
}
