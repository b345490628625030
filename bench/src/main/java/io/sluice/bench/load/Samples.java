package io.sluice.bench.load;

import java.util.Arrays;

/** All samples of one figure, in nanoseconds. Written by one thread, read when that has ended. */
public final class Samples {

    private long[] values = new long[4_096];
    private int count;

    void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    void clear() {
        count = 0;
    }

    public int count() {
        return count;
    }

    /** Nearest rank; 0 without samples. */
    public double micros(double quantile) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (quantile * count))] / 1_000.0;
    }
}
