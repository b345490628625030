package io.sluice.router.strategy;

import java.util.EnumSet;
import java.util.Set;

/**
 * The numbers that one choice saw: a row of each signal, a column of each candidate, in one array. Immutable once handed out; kept with a
 * call, it lets the choice be made again.
 */
public final class Sight {

    /** Which signals are looked at, and where their row stands. Made once by configuration. */
    public static final class Layout {

        private final Set<Signal> signals;
        private final int[] row = new int[Signal.values().length];

        public Layout(Set<Signal> signals) {
            this.signals = signals.isEmpty() ? Set.of() : Set.copyOf(signals);
            java.util.Arrays.fill(row, -1);
            int next = 0;
            for (Signal signal : Signal.values()) {
                if (signals.contains(signal)) {
                    row[signal.ordinal()] = next++;
                }
            }
        }

        public Set<Signal> signals() {
            return signals.isEmpty() ? Set.of() : EnumSet.copyOf(signals);
        }

        boolean has(Signal signal) {
            return row[signal.ordinal()] >= 0;
        }
    }

    private final Layout layout;
    private final long nowMillis;
    private final int candidates;
    private final double[] values;

    Sight(Layout layout, int candidates, long nowMillis) {
        this.layout = layout;
        this.nowMillis = nowMillis;
        this.candidates = candidates;
        this.values = new double[layout.signals.size() * candidates];
    }

    /** To be filled before it is handed out. */
    double[] values() {
        return values;
    }

    /** Where the row of a signal begins. */
    int first(Signal signal) {
        return layout.row[signal.ordinal()] * candidates;
    }

    public Layout layout() {
        return layout;
    }

    public long nowMillis() {
        return nowMillis;
    }

    /** Throws {@link IndexOutOfBoundsException} for a signal that was not looked at. */
    public double get(Signal signal, int candidate) {
        return values[first(signal) + candidate];
    }

    /** Those whose number is so much or more. */
    CandidateSet atLeast(Signal signal, double least) {
        int row = first(signal);
        return word -> {
            long bits = 0;
            for (int i = word << 6; i < lastOf(word); i++) {
                bits |= values[row + i] >= least ? 1L << i : 0;
            }
            return bits;
        };
    }

    /** Those whose number is so much or less. */
    CandidateSet atMost(Signal signal, double most) {
        int row = first(signal);
        return word -> {
            long bits = 0;
            for (int i = word << 6; i < lastOf(word); i++) {
                bits |= values[row + i] <= most ? 1L << i : 0;
            }
            return bits;
        };
    }

    /** The index past the last candidate of a word of a {@link CandidateSet}. */
    private int lastOf(int word) {
        return Math.min(candidates, (word + 1) << 6);
    }
}
