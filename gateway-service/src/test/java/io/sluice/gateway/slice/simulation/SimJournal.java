package io.sluice.gateway.slice.simulation;

import io.sluice.contracts.admission.Scope;
import io.sluice.gateway.slice.UnledgeredSpend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The journal of a gateway: survives its crashes. An event leaves it when the books are known to have it. */
final class SimJournal implements UnledgeredSpend {

    /** A cost, and the budget windows it is charged to. */
    record Entry(String id, long cost, Map<String, Long> charges) {}

    private final World world;
    private final SimBooks books;
    private final Map<String, Entry> running = new LinkedHashMap<>();
    private final Map<String, Entry> ended = new LinkedHashMap<>();
    private final Map<SimBooks.Window, Long> unledgered = new HashMap<>();

    SimJournal(World world, SimBooks books) {
        this.world = world;
        this.books = books;
    }

    /** Before a provider is called. */
    void begin(Entry atBound) {
        running.put(atBound.id(), atBound);
    }

    void end(Entry atCost) {
        running.remove(atCost.id());
        ended.put(atCost.id(), atCost);
        add(atCost, 1);
    }

    /** Calls that a crash left without an end are ended at their bound. */
    void recover() {
        List.copyOf(running.values()).forEach(this::end);
    }

    /** Ships what there is; the acknowledgement comes later, or never. */
    void ship() {
        if (ended.isEmpty() || books.isAway()) {
            return;
        }
        List<Entry> batch = new ArrayList<>(ended.values());
        world.after(world.between(5, 200), () -> {
            if (books.isAway()) {
                return;
            }
            books.book(batch);
            if (world.chance(0.8)) {
                world.after(world.between(5, 600), () -> batch.forEach(this::acknowledge));
            }
        });
    }

    private void acknowledge(Entry entry) {
        if (ended.remove(entry.id()) != null) {
            add(entry, -1);
        }
    }

    private void add(Entry entry, int sign) {
        entry.charges().forEach((scope, start) -> {
            SimBooks.Window window = new SimBooks.Window(scope, start);
            long sum = unledgered.merge(window, sign * entry.cost(), Long::sum);
            if (sum == 0) {
                unledgered.remove(window);
            }
        });
    }

    boolean isEmpty() {
        return running.isEmpty() && ended.isEmpty();
    }

    /** Nothing may be lost with it. */
    long exposed(SimBooks.Window window) {
        long sum = unledgered.getOrDefault(window, 0L);
        for (Entry entry : running.values()) {
            if (window.start() == entry.charges().getOrDefault(window.scope(), -1L)) {
                sum += entry.cost();
            }
        }
        return sum;
    }

    @Override
    public long of(Scope scope, long windowStart) {
        return unledgered.getOrDefault(new SimBooks.Window(scope.toString(), windowStart), 0L);
    }

    @Override
    public List<Charged> charged() {
        return unledgered.keySet().stream()
                .map(window -> new Charged(Scope.parse(window.scope()), window.start()))
                .toList();
    }

    @Override
    public String toString() {
        return "running " + running.keySet() + ", ended " + ended.keySet();
    }
}
