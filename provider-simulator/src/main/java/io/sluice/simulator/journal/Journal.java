package io.sluice.simulator.journal;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every call that reached the simulated providers, in the order of arrival. Safe for use by many threads. */
public final class Journal implements AutoCloseable {

    private final JournalOptions options;
    private final @Nullable JournalFile file;
    private final ArrayDeque<Visit> ring = new ArrayDeque<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Counts counts = new Counts();

    public Journal(JournalOptions options) {
        this.options = options;
        this.file = options.file() == null ? null : new JournalFile(options.file(), options.bodyLimit());
    }

    /** Opens the record of a call whose head has just been read. */
    public Visit begin(String method, String path, @Nullable String query, MultiMap headers) {
        Visit visit = new Visit(this, numbers.incrementAndGet(), method, path, query == null ? "" : query, headers);
        counts.began();
        if (options.full()) {
            synchronized (ring) {
                if (ring.size() == options.capacity()) {
                    ring.removeFirst();
                }
                ring.addLast(visit);
            }
        }
        return visit;
    }

    /** All calls in memory, oldest first. */
    public List<Entry> entries() {
        return entries(0, Integer.MAX_VALUE, "", "");
    }

    /**
     * Calls in memory, oldest first.
     *
     * @param since only calls with a greater number
     * @param model only calls of this model, empty for all
     * @param path only calls whose path contains this, empty for all
     */
    public List<Entry> entries(long since, int limit, String model, String path) {
        Predicate<Visit> wanted = visit -> visit.number() > since
                && (model.isEmpty() || model.equals(visit.model()))
                && visit.path().contains(path);
        List<Visit> snapshot;
        synchronized (ring) {
            snapshot = new ArrayList<>(ring);
        }
        return snapshot.stream().filter(wanted).limit(limit).map(Visit::entry).toList();
    }

    /** The counts since the start or the last {@link #clear}. */
    public Summary summary() {
        return counts.summary();
    }

    /** Forgets all calls and counts; numbers go on, and calls in flight are still counted as such. */
    public void clear() {
        synchronized (ring) {
            ring.clear();
        }
        counts.clear();
    }

    /** Bytes of a body that are shown. */
    public int bodyLimit() {
        return options.bodyLimit();
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    void ended(Visit visit, Outcome outcome) {
        counts.ended(visit.model(), outcome);
        if (file != null) {
            file.append(visit.entry());
        }
    }

    static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
