package io.sluice.gateway.slice;

import io.sluice.contracts.admission.Meter;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The slices that somebody has to look after. Guarded by the admission's lock. */
final class ActiveSlices {

    private final Set<Slice> slices = new LinkedHashSet<>();
    private final Rhythm rhythm;

    ActiveSlices(Rhythm rhythm) {
        this.rhythm = rhythm;
    }

    void add(Slice slice) {
        if (!slice.active) {
            slice.active = true;
            slices.add(slice);
        }
    }

    /** A visit may add others; they are visited the next time. */
    void visit(Consumer<Slice> visitor) {
        for (Slice slice : slices.toArray(Slice[]::new)) {
            visitor.accept(slice);
        }
    }

    /** Lets go of those at rest. */
    void letRest() {
        Iterator<Slice> all = slices.iterator();
        while (all.hasNext()) {
            Slice slice = all.next();
            if (rhythm.isAtRest(slice)) {
                slice.active = false;
                all.remove();
            }
        }
    }

    boolean isAnyHolding() {
        return slices.stream().anyMatch(rhythm::isHolding);
    }

    /**
     * Until when all that this gateway holds of any budget was told to the grantor.
     *
     * @param now when nothing is held, it is told
     * @return {@link Long#MIN_VALUE} when something never was
     */
    long toldUntil(long now) {
        long told = now;
        for (Slice slice : slices) {
            if (slice.limit().meter() == Meter.MONEY && rhythm.isHolding(slice)) {
                told = Math.min(told, slice.toldAt());
            }
        }
        return told;
    }
}
