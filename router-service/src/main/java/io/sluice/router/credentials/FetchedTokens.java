package io.sluice.router.credentials;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Things that are fetched once and are good for a time, such as access tokens: one fetch at a time for each, and a new one before the old one
 * ends. A failure is not kept. Thread-safe.
 *
 * @param <K> what it was fetched with; kept as long as this: what the deployments keep anyway, otherwise a hash in place of a secret
 * @param <V> what was fetched
 */
final class FetchedTokens<K, V> {

    /** Clocks differ, and a call that starts now should not outlive its token; Google's own library has about the same. */
    private static final Duration MARGIN = Duration.ofSeconds(225);

    private final InstantSource clock;
    private final Map<K, CompletableFuture<Lent<V>>> kept = new ConcurrentHashMap<>();

    /** @param until when it stops being good */
    record Lent<V>(V value, Instant until) {}

    FetchedTokens(InstantSource clock) {
        this.clock = clock;
    }

    @SuppressWarnings("ReferenceEquality") // whose future it is says who has to fetch
    CompletionStage<V> get(K key, Supplier<CompletionStage<Lent<V>>> fetch) {
        CompletableFuture<Lent<V>> mine = new CompletableFuture<>();
        CompletableFuture<Lent<V>> used =
                kept.compute(key, (ignored, known) -> known != null && isGood(known) ? known : mine);
        if (used == mine) {
            started(fetch).whenComplete((lent, fault) -> {
                if (fault != null) {
                    kept.remove(key, mine);
                    mine.completeExceptionally(fault);
                } else {
                    mine.complete(lent);
                }
            });
        }
        return used.thenApply(Lent::value);
    }

    private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> fetch) {
        try {
            return fetch.get();
        } catch (RuntimeException fault) {
            return CompletableFuture.failedStage(fault);
        }
    }

    private boolean isGood(CompletableFuture<Lent<V>> known) {
        return !known.isDone()
                || (!known.isCompletedExceptionally()
                        && known.resultNow().until().minus(MARGIN).isAfter(clock.instant()));
    }
}
