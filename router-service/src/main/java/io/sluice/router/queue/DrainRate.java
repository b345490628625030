package io.sluice.router.queue;

/** How fast a queue is served: a mean time between two, in which newer times weigh more. Not thread-safe. */
final class DrainRate {

    private static final double NEWEST = 0.1;

    private long last = -1;
    private double gapMillis = Double.NaN;

    void served(long nowMillis) {
        if (last >= 0) {
            double gap = nowMillis - last;
            gapMillis = Double.isNaN(gapMillis) ? gap : gapMillis + NEWEST * (gap - gapMillis);
        }
        last = nowMillis;
    }

    /** Estimated milliseconds until so many more are served; -1: unknown. A queue that stands still counts as slow. */
    long millisFor(int places, long nowMillis) {
        if (Double.isNaN(gapMillis)) {
            return -1;
        }
        return Math.round(places * Math.max(gapMillis, (nowMillis - last) * NEWEST));
    }
}
