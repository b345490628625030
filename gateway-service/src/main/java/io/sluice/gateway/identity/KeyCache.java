package io.sluice.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyLookup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What the directory said about keys, for a while. A hash is asked for once at a time; known keys outlive an outage of the books by
 * {@link Ages#outage}; unknown ones are remembered for seconds, and a flood of them is cut off before it reaches the books.
 * Thread-safe.
 *
 * <p>Revocation: {@link #forget} drops an entry at once. When pushes may have been missed, {@link #doubtAll} makes every entry be
 * asked for again before it is used, unless the books are away.
 */
public final class KeyCache {

    private static final int MAX_KEYS = 100_000;
    private static final int MAX_UNKNOWN = 10_000;

    /** More questions than this at once are a flood: they are not asked. */
    private static final int MAX_QUESTIONS = 256;

    /** For a key that nobody knows here, the answer is worth a wait: a gateway that has just started may be slow for some seconds. */
    private static final long ANSWER_LIMIT_SECONDS = 10;

    /** For a key that is known the last answer still counts, so a call is not held up for longer. */
    private static final long NEWS_LIMIT_SECONDS = 2;

    private static final KeyLookup.Unavailable LATE = new KeyLookup.Unavailable("no answer in time");
    private static final KeyLookup.Unavailable BUSY =
            new KeyLookup.Unavailable("too many unknown keys are being asked for");

    /**
     * How long an answer is good for.
     *
     * @param fresh used as it is
     * @param usable used while it is asked for again; past it, the answer is awaited
     * @param outage used when the books cannot be asked
     */
    public record Ages(Duration fresh, Duration usable, Duration outage, Duration unknown) {

        /** With pushes that tell of changes. */
        public static final Ages PUSHED =
                new Ages(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofSeconds(3));

        /** Without: a revoked key has to stop within five seconds by asking. */
        public static final Ages POLLED =
                new Ages(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMinutes(10), Duration.ofSeconds(3));
    }

    private record Entry(KeyLookup.Found found, long askedAt, long generation) {}

    private final Directory directory;
    private final Ages ages;
    private final LongSupplier nanoClock;
    private final Cache<String, Entry> known =
            Caffeine.newBuilder().maximumSize(MAX_KEYS).build();
    private final Cache<String, KeyLookup> unknown;
    private final ConcurrentMap<String, CompletableFuture<KeyLookup>> asking = new ConcurrentHashMap<>();

    /** Rises with every change that is told; an answer that was asked for before a change is not kept. */
    private final AtomicLong changes = new AtomicLong();

    private volatile long doubted;

    public KeyCache(Directory directory, Ages ages, LongSupplier nanoClock) {
        this.directory = directory;
        this.ages = ages;
        this.nanoClock = nanoClock;
        this.unknown = Caffeine.newBuilder()
                .maximumSize(MAX_UNKNOWN)
                .expireAfterWrite(ages.unknown())
                .ticker(nanoClock::getAsLong)
                .build();
    }

    /** Completed at once when the answer is at hand; never fails. */
    public CompletableFuture<KeyLookup> find(String hash) {
        Entry entry = known.getIfPresent(hash);
        if (entry != null) {
            long age = nanoClock.getAsLong() - entry.askedAt;
            if (entry.generation >= doubted && age < ages.usable().toNanos()) {
                if (age >= ages.fresh().toNanos()) {
                    var _ = ask(hash);
                }
                return CompletableFuture.completedFuture(entry.found);
            }
            return ask(hash)
                    .copy()
                    .completeOnTimeout(LATE, NEWS_LIMIT_SECONDS, TimeUnit.SECONDS)
                    .thenApply(answer -> bridge(answer, entry));
        }
        KeyLookup miss = unknown.getIfPresent(hash);
        return miss != null ? CompletableFuture.completedFuture(miss) : ask(hash);
    }

    /** While the books are away, what they said last still counts. */
    private KeyLookup bridge(KeyLookup answer, Entry last) {
        boolean young = nanoClock.getAsLong() - last.askedAt < ages.outage().toNanos();
        return answer instanceof KeyLookup.Unavailable && young ? last.found : answer;
    }

    private CompletableFuture<KeyLookup> ask(String hash) {
        CompletableFuture<KeyLookup> running = asking.get(hash);
        if (running != null) {
            return running;
        }
        if (asking.size() >= MAX_QUESTIONS) {
            return CompletableFuture.completedFuture(BUSY);
        }
        CompletableFuture<KeyLookup> mine = new CompletableFuture<>();
        running = asking.putIfAbsent(hash, mine);
        if (running != null) {
            return running;
        }
        long generation = changes.get();
        var _ = question(hash)
                .exceptionally(failure -> new KeyLookup.Unavailable(String.valueOf(failure.getMessage())))
                .thenAccept(answer -> {
                    asking.remove(hash, mine);
                    keep(hash, answer, generation);
                    mine.complete(answer);
                });
        return mine;
    }

    private CompletableFuture<KeyLookup> question(String hash) {
        try {
            CompletionStage<KeyLookup> answer = directory.findKey(hash);
            return answer.toCompletableFuture().copy().orTimeout(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void keep(String hash, KeyLookup answer, long generation) {
        if (generation != changes.get()) {
            return;
        }
        switch (answer) {
            case KeyLookup.Found found -> known.put(hash, new Entry(found, nanoClock.getAsLong(), generation));
            case KeyLookup.Unknown miss -> {
                known.invalidate(hash);
                unknown.put(hash, miss);
            }
            case KeyLookup.Unavailable ignored -> {}
            case KeyLookup.NoDirectory ignored -> {}
        }
    }

    /** The key changed: nothing that was said about it counts any more. */
    public void forget(String hash) {
        changes.incrementAndGet();
        known.invalidate(hash);
        unknown.invalidate(hash);
        asking.remove(hash);
    }

    /** Changes may have been missed. */
    public void doubtAll() {
        doubted = changes.incrementAndGet();
        unknown.invalidateAll();
        asking.clear();
    }
}
