package io.sluice.router.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A bounded queue in which callers share a deployment by tokens, not by calls: deficit round robin (Shreedhar, Varghese 1995) over flows (a
 * key, a team) within a priority; lower priorities first, as LiteLLM's scheduler has it, but each tenth place goes to whoever waits longest
 * in any other one, so that nobody waits for ever. What waited past its deadline is handed back instead of served.
 *
 * <p>All times are told by the caller. Not thread-safe: one event loop owns it, or a lock does.
 *
 * @param <T> what waits
 */
public final class FairQueue<T> {

    /** Every so many places one goes past the priorities. */
    static final int YIELD_EVERY = 10;

    /** Tokens that a flow of weight 1 gets in a round; about a usual call, so that a round serves each flow about once. */
    private static final long QUANTUM = 1_000;

    private static final double LEAST_WEIGHT = 0.01;

    private final int capacity;
    private final TreeMap<Integer, Level<T>> levels = new TreeMap<>();
    private final DrainRate drained = new DrainRate();
    private int size;
    private long served;

    public FairQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * One that waits.
     *
     * @param flow whose share it takes
     * @param weight of the flow: 2 gets twice the tokens of 1
     * @param tokens what it is expected to use, at least 1
     * @param priority lower first
     * @param deadlineMillis when it gives up
     */
    public record Waiting<T>(T item, String flow, double weight, long tokens, int priority, long deadlineMillis) {}

    /** What became of an offer. */
    public sealed interface Offer {

        /** @param waitMillis estimated from the rate of the last while; -1: nothing is known */
        record Queued(int position, long waitMillis) implements Offer {}

        /** @param retryAfterMillis when a place should be free */
        record Full(long retryAfterMillis) implements Offer {}
    }

    private record Entry<T>(Waiting<T> waiting, long sinceMillis) {}

    private static final class Flow<T> {
        private final String name;
        private final Deque<Entry<T>> waiting = new ArrayDeque<>();
        private double deficit;

        private Flow(String name) {
            this.name = name;
        }
    }

    /** All flows of a priority; {@code turn} holds those of {@code flows}, the first is being served. */
    private static final class Level<T> {
        private final Map<String, Flow<T>> flows = new HashMap<>();
        private final Deque<Flow<T>> turn = new ArrayDeque<>();

        /** The first of the turn has had its quantum. */
        private boolean topped;

        private void add(String name, Entry<T> entry) {
            Flow<T> flow = flows.get(name);
            if (flow == null) {
                flow = new Flow<>(name);
                flows.put(name, flow);
                turn.addLast(flow);
            }
            flow.waiting.addLast(entry);
        }

        private Waiting<T> next() {
            while (true) {
                Flow<T> flow = turn.getFirst();
                Waiting<T> first = flow.waiting.getFirst().waiting();
                if (!topped) {
                    flow.deficit += QUANTUM * Math.max(first.weight(), LEAST_WEIGHT);
                    topped = true;
                }
                if (flow.deficit >= first.tokens() || turn.size() == 1) {
                    flow.deficit = Math.max(0, flow.deficit - first.tokens());
                    flow.waiting.removeFirst();
                    removeIfEmpty(flow);
                    return first;
                }
                turn.addLast(turn.removeFirst());
                topped = false;
            }
        }

        /** A flow that does not wait saves nothing up. */
        private void removeIfEmpty(Flow<T> flow) {
            if (flow.waiting.isEmpty()) {
                topped &= flow != turn.getFirst();
                turn.remove(flow);
                flows.remove(flow.name);
            }
        }

        private long oldest() {
            long oldest = Long.MAX_VALUE;
            for (Flow<T> flow : turn) {
                oldest = Math.min(oldest, flow.waiting.getFirst().sinceMillis());
            }
            return oldest;
        }
    }

    public int size() {
        return size;
    }

    public Offer offer(Waiting<T> waiting, long nowMillis) {
        if (size >= capacity) {
            return new Offer.Full(Math.max(1, drained.millisFor(1, nowMillis)));
        }
        levels.computeIfAbsent(waiting.priority(), priority -> new Level<>())
                .add(waiting.flow(), new Entry<>(waiting, nowMillis));
        size++;
        return new Offer.Queued(size, drained.millisFor(size, nowMillis));
    }

    /** The next to be served; empty when nobody waits. What is past its deadline stays for {@link #expire}. */
    public Optional<Waiting<T>> poll(long nowMillis) {
        if (size == 0) {
            return Optional.empty();
        }
        served++;
        drained.served(nowMillis);
        Level<T> level = served % YIELD_EVERY == 0
                ? longestWaiting()
                : levels.firstEntry().getValue();
        Waiting<T> next = level.next();
        size--;
        dropIfEmpty(next.priority(), level);
        return Optional.of(next);
    }

    private void dropIfEmpty(int priority, Level<T> level) {
        if (level.turn.isEmpty()) {
            levels.remove(priority);
        }
    }

    private Level<T> longestWaiting() {
        Level<T> longest = levels.firstEntry().getValue();
        long oldest = Long.MAX_VALUE;
        for (Level<T> level : levels.tailMap(levels.firstKey(), false).values()) {
            long since = level.oldest();
            if (since < oldest) {
                oldest = since;
                longest = level;
            }
        }
        return longest;
    }

    /** Takes out all whose deadline is over. */
    public List<Waiting<T>> expire(long nowMillis) {
        return takeOut(waiting -> waiting.deadlineMillis() <= nowMillis);
    }

    /** Takes out what its owner gave up. */
    public boolean cancel(T item) {
        return !takeOut(waiting -> waiting.item().equals(item)).isEmpty();
    }

    private List<Waiting<T>> takeOut(Predicate<Waiting<T>> leaves) {
        List<Waiting<T>> out = new ArrayList<>();
        for (Map.Entry<Integer, Level<T>> level : List.copyOf(levels.entrySet())) {
            for (Flow<T> flow : List.copyOf(level.getValue().turn)) {
                flow.waiting.removeIf(entry -> {
                    boolean left = leaves.test(entry.waiting());
                    if (left) {
                        out.add(entry.waiting());
                    }
                    return left;
                });
                level.getValue().removeIfEmpty(flow);
            }
            dropIfEmpty(level.getKey(), level.getValue());
        }
        size -= out.size();
        return out;
    }
}
