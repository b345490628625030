package io.sluice.router.limit;

/**
 * What was taken within the last minute, so that it can be had again when its minute is over: a ring of quarters of a second. A place comes
 * back up to three quarters of a second late, never early, so that a request that took a while to reach the provider does not find a
 * sixty-first in its minute. Not thread-safe.
 */
final class Minute {

    static final long MILLIS = 60_000;

    /** How much later a call may arrive than another one that was chosen at the same time, and both still keep their minute. */
    private static final long SLACK = 500;

    private static final long STEP = 250;
    private static final int STEPS = 256;

    private final long[] taken = new long[STEPS];
    /** Everything before this step has come back. */
    private long oldest;

    /** @return what comes back since the last time */
    long expire(long now) {
        long until = Math.floorDiv(now - MILLIS - SLACK, STEP);
        long back = 0;
        for (long step = Math.max(oldest, until - STEPS); step < until; step++) {
            back += taken[place(step)];
            taken[place(step)] = 0;
        }
        oldest = Math.max(oldest, until);
        return back;
    }

    /** After {@link #expire} with the same time. */
    void add(long now, long amount) {
        taken[place(Math.floorDiv(now, STEP))] += amount;
    }

    /**
     * Takes less than was taken at a time.
     *
     * @return false when all of that has come back already
     */
    boolean reduce(long at, long amount) {
        long step = Math.floorDiv(at, STEP);
        if (step < oldest) {
            return false;
        }
        taken[place(step)] -= amount;
        return true;
    }

    /** When something comes back; {@link Long#MAX_VALUE}: nothing is taken. */
    long firstBack() {
        for (long step = oldest; step < oldest + STEPS; step++) {
            if (taken[place(step)] > 0) {
                return (step + 1) * STEP + MILLIS + SLACK;
            }
        }
        return Long.MAX_VALUE;
    }

    private static int place(long step) {
        return (int) Math.floorMod(step, (long) STEPS);
    }
}
