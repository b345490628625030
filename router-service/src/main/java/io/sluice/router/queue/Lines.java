package io.sluice.router.queue;

import io.sluice.router.queue.Line.Watcher;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of all groups in one router; outlives reloads. Bounded; thread-safe. */
public final class Lines {

    /** How often {@link #tick} has to be called. */
    public static final long TICK_MILLIS = 50;

    /** Wildcards make a group of any name that a caller invents; past this many, the new ones share a line. */
    private static final int MOST_LINES = 10_000;

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private volatile Watcher watcher = (group, millis, outcome) -> {};
    private final Line shared = line("other");

    /** Who is told from now on. */
    public void watch(Watcher current) {
        watcher = current;
    }

    public Line of(String group) {
        Line known = lines.get(group);
        if (known != null) {
            return known;
        }
        return lines.size() >= MOST_LINES ? shared : lines.computeIfAbsent(group, this::line);
    }

    private Line line(String group) {
        return new Line(group, (of, millis, outcome) -> watcher.waited(of, millis, outcome));
    }

    /** How many calls wait in all lines. */
    public long waiting() {
        return lines.values().stream().mapToLong(Line::length).sum() + shared.length();
    }

    /** To be called every {@value #TICK_MILLIS} ms, with milliseconds of the clock of the calls. */
    public void tick(long now) {
        for (Line line : lines.values()) {
            line.tick(now);
        }
        shared.tick(now);
    }
}
