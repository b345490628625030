package io.sluice.router.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of one owner within one priority. Guarded by the line's lock. */
final class Flow {

    final Deque<Spot> waiting = new ArrayDeque<>(2);

    /** When its next call begins, on the clock of its tier: how much it has been served, by weight. */
    double start;

    double tokens() {
        double sum = 0;
        for (Spot spot : waiting) {
            sum += spot.wish.tokens() / spot.wish.weight();
        }
        return sum;
    }

    /** The first that does not want what is known not to be there. */
    @Nullable
    Spot first(Set<Object> absent) {
        for (Spot spot : waiting) {
            if (!absent.contains(spot.wants)) {
                return spot;
            }
        }
        return null;
    }
}
