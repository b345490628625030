package io.sluice.simulator.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Things that a provider stores under ids, the oldest forgotten first. Safe for use by many threads. */
public final class Shelf<T> {

    private final int capacity;
    private final Map<String, T> things = new LinkedHashMap<>();

    /** @param capacity things that are kept */
    public Shelf(int capacity) {
        this.capacity = capacity;
    }

    /** Stores a thing. */
    public synchronized void put(String id, T thing) {
        things.put(id, thing);
        if (things.size() > capacity) {
            things.remove(things.keySet().iterator().next());
        }
    }

    /** The thing with this id. */
    public synchronized Optional<T> get(String id) {
        return Optional.ofNullable(things.get(id));
    }

    /** Replaces a thing by what {@code change} makes of it; the new one, or nothing when there was none. */
    public synchronized Optional<T> change(String id, UnaryOperator<T> change) {
        return Optional.ofNullable(things.computeIfPresent(id, (same, thing) -> change.apply(thing)));
    }

    /** Forgets a thing; whether there was one. */
    public synchronized boolean remove(String id) {
        return things.remove(id) != null;
    }

    /** All things, the newest first. */
    public synchronized List<T> all() {
        return new ArrayList<>(things.values()).reversed();
    }
}
