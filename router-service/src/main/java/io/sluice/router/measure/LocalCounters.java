package io.sluice.router.measure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counters within this process: for an installation of one router, and for tests with several. Thread-safe. */
public final class LocalCounters {

    /** A minute and a day for each budget length are enough; older ones are forgotten. */
    private static final int MOST_WINDOWS = 64;

    private final Map<String, Map<String, Map<String, Long>>> windows = new LinkedHashMap<>();

    /** The counters as one router sees them. */
    public SharedCounters router(String name) {
        return (window, lifeMillis, mine) -> exchange(name, window, mine);
    }

    private synchronized CompletionStage<Map<String, Long>> exchange(
            String router, String window, Map<String, Long> mine) {
        Map<String, Map<String, Long>> byRouter = windows.computeIfAbsent(window, name -> new HashMap<>());
        byRouter.computeIfAbsent(router, name -> new HashMap<>()).putAll(mine);
        while (windows.size() > MOST_WINDOWS) {
            windows.remove(windows.keySet().iterator().next());
        }
        Map<String, Long> sums = new HashMap<>();
        byRouter.values().forEach(totals -> totals.forEach((name, value) -> sums.merge(name, value, Long::sum)));
        return CompletableFuture.completedFuture(sums);
    }
}
