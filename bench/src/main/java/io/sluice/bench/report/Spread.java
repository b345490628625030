package io.sluice.bench.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Median and range of some figures. */
public record Spread(double median, double lowest, double highest) {

    public static Spread of(Collection<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    static Spread of(double... figures) {
        return of(Arrays.stream(figures).boxed().toList());
    }

    public boolean isKnown() {
        return !Double.isNaN(median);
    }

    /** For example {@code 31.5 (29.9 to 33.0)}. */
    public String text(int decimals) {
        if (!isKnown()) {
            return "-";
        }
        String number = "%." + decimals + "f";
        String middle = String.format(Locale.ROOT, number, median);
        return lowest == highest
                ? middle
                : String.format(Locale.ROOT, "%s (" + number + " to " + number + ')', middle, lowest, highest);
    }
}
