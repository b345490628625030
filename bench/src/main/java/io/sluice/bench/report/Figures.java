package io.sluice.bench.report;

import io.sluice.bench.subject.Subject;
import java.util.Map;

/**
 * What one window measured of one subject.
 *
 * @param perSecond units (requests or chunks)
 * @param micros processor time a unit, by part
 * @param latency of whole answers
 * @param firstByte of the first byte of an answer's body
 * @param residentMegabytes by part
 * @param foreign share of the machine that others took
 * @param steal share of the machine that the hypervisor took
 */
public record Figures(
        double perSecond,
        Map<String, Double> micros,
        Percentiles latency,
        Percentiles firstByte,
        Map<String, Double> residentMegabytes,
        double foreign,
        double steal) {

    /** Microseconds. */
    public record Percentiles(double p50, double p95, double p99) {

        public Percentiles minus(Percentiles other) {
            return new Percentiles(p50 - other.p50, p95 - other.p95, p99 - other.p99);
        }
    }

    /** Processor time of the subject itself, without its stores. */
    public double ownMicros() {
        return micros.entrySet().stream()
                .filter(part -> !Subject.STORES.contains(part.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    public double ownMegabytes() {
        return residentMegabytes.entrySet().stream()
                .filter(part -> !Subject.STORES.contains(part.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
