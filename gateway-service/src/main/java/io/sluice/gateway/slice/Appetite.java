package io.sluice.gateway.slice;

import io.sluice.gateway.admission.CostBound;

/**
 * How large a slice a gateway asks for: a few calls at first, twice as much whenever it runs low, half as much whenever something goes
 * back. So a busy account costs one message for many calls, and a quiet one keeps little from the others.
 */
final class Appetite {

    private static final int FIRST_CALLS = 4;
    private static final int LARGEST_PART = 4;

    private long chunk;

    /** Whether what is left is little for what is usual. */
    boolean isLow(long free) {
        return free < chunk / 4;
    }

    /** What is welcome beyond {@code waiting}, the sum of what waiting calls lack; {@code call} is what the first of them takes. */
    long forWaiting(long waiting, long call) {
        chunk = Math.max(chunk, CostBound.times(call, FIRST_CALLS));
        return CostBound.plus(waiting, chunk / 2);
    }

    /** What is welcome when a slice runs low. */
    long whenLow(long limit) {
        chunk = Math.min(CostBound.times(chunk, 2), Math.max(chunk, limit / LARGEST_PART));
        return chunk;
    }

    void gaveBack() {
        chunk /= 2;
    }
}
