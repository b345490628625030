package io.sluice.router.simulation;

import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** A clock that jumps to the next thing that happens; what happens at the same time happens in the order in which it was planned. */
final class VirtualTime implements LongSupplier {

    static final long START = 1_800_000_000_000L;

    private record Event(long at, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.number, b.number));
    private long now = START;
    private long planned;

    @Override
    public long getAsLong() {
        return now;
    }

    /** Milliseconds since the start. */
    long elapsed() {
        return now - START;
    }

    void after(long millis, Runnable action) {
        events.add(new Event(now + Math.max(0, millis), planned++, action));
    }

    void run(long untilElapsed) {
        while (!events.isEmpty() && events.peek().at <= START + untilElapsed) {
            Event next = events.poll();
            now = next.at;
            next.action.run();
        }
    }
}
