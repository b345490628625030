package io.sluice.router.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The waiting calls of one priority, by start-time fair queueing (Goyal, Vin, Cheng, SIGCOMM 1996): who has been served least by weight comes
 * next, and who was away has no credit for it. Guarded by the line's lock.
 */
final class Tier {

    /** Owners who wait for nothing at the moment and whose debt is remembered; past this many it is forgiven. */
    private static final int MOST_IDLE = 1_000;

    private final Map<String, Flow> flows = new HashMap<>();

    /** How much who waits has been served. */
    private double clock;

    private int waiting;

    boolean isEmpty() {
        return waiting == 0;
    }

    void add(Spot spot) {
        Flow flow = flows.computeIfAbsent(spot.wish.owner(), owner -> new Flow());
        if (flow.waiting.isEmpty()) {
            flow.start = Math.max(flow.start, clock);
        }
        flow.waiting.add(spot);
        waiting++;
    }

    void remove(Spot spot, boolean served) {
        Flow flow = flows.get(spot.wish.owner());
        if (flow == null || !flow.waiting.remove(spot)) {
            return;
        }
        waiting--;
        if (served) {
            clock = Math.max(clock, flow.start);
            flow.start += spot.wish.tokens() / spot.wish.weight();
        }
        if (flow.waiting.isEmpty()) {
            flows.values().removeIf(each -> each.waiting.isEmpty() && each.start <= clock);
            if (flows.size() > MOST_IDLE) {
                flows.values().removeIf(each -> each.waiting.isEmpty());
            }
        }
    }

    @Nullable
    Spot next(Set<Object> absent) {
        Spot next = null;
        double soonest = 0;
        for (Flow flow : flows.values()) {
            Spot first = flow.first(absent);
            if (first != null
                    && (next == null
                            || flow.start < soonest
                            || (flow.start == soonest && first.number < next.number))) {
                next = first;
                soonest = flow.start;
            }
        }
        return next;
    }

    /** The last call of the owner who waits with most, so that nobody is crowded out by one who sends much; of equals the newest. */
    @Nullable
    Spot last() {
        Spot last = null;
        double most = 0;
        for (Flow flow : flows.values()) {
            Spot its = flow.waiting.peekLast();
            double tokens = flow.tokens();
            if (its != null && (last == null || tokens > most || (tokens == most && its.number > last.number))) {
                last = its;
                most = tokens;
            }
        }
        return last;
    }

    /** Those whose patience is over. */
    void late(long now, List<Spot> late) {
        for (Flow flow : flows.values()) {
            for (Spot spot : flow.waiting) {
                if (spot.until <= now) {
                    late.add(spot);
                }
            }
        }
    }
}
