package io.sluice.gateway.slice.simulation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Virtual time and chance. What is scheduled for the same millisecond runs in the order in which it was scheduled. */
final class World {

    private record Event(long at, long order, Runnable action) {}

    final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final ArrayDeque<String> story = new ArrayDeque<>();
    private long now;
    private long orders;
    private @Nullable Broken broken;

    /** A law does not hold. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    World(long seed) {
        this.random = new Random(seed);
    }

    /** True milliseconds, which nobody in the simulation knows. */
    long now() {
        return now;
    }

    void after(long millis, Runnable action) {
        events.add(new Event(now + Math.max(0, millis), orders++, action));
    }

    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.remove();
            now = next.at();
            next.action().run();
            if (broken != null) {
                throw broken;
            }
        }
        now = end;
    }

    /** Ends the run after this event: whoever calls this may be called by code that catches what is thrown. */
    void isBroken(String law) {
        if (broken == null) {
            broken = new Broken(now + " " + law);
        }
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From {@code least} to {@code most}, both included. */
    long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    /** For the failure of a seed: what happened before. */
    void tell(String event) {
        story.add(now + " " + event);
        if (story.size() > 400) {
            story.remove();
        }
    }

    String story() {
        return String.join("\n", story);
    }
}
