package io.sluice.bench;

import io.sluice.bench.load.Load;
import io.sluice.bench.measure.Processes;
import io.sluice.bench.report.Spread;
import io.sluice.bench.report.Table;
import io.sluice.bench.report.Verdicts;
import io.sluice.bench.subject.Subject;
import io.sluice.bench.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Resident memory while hundreds of streams are open that say little. */
final class SlowStreams {

    private final Workload workload;
    private final Map<String, Map<String, Double>> megabytes = new LinkedHashMap<>();

    SlowStreams(Workload workload) {
        this.workload = workload;
    }

    Map<String, Map<String, Double>> megabytes() {
        return megabytes;
    }

    String measure(List<Subject> subjects, Verdicts verdicts) {
        Table table = new Table("", "RSS MB before", "with 500 streams", "by process");
        for (Subject subject : subjects) {
            Map<Long, String> processes = withoutStores(subject);
            double before = total(processes);
            double during = during(subject, processes);
            Map<String, Double> parts = new LinkedHashMap<>();
            processes.forEach((pid, part) -> parts.merge(part, Processes.residentBytes(pid) / 1e6, Double::sum));
            megabytes.put(subject.name(), parts);
            List<String> texts = new ArrayList<>();
            parts.forEach((part, value) -> texts.add(part + ' ' + Math.round(value)));
            table.row(
                    subject.name(),
                    Long.toString(Math.round(before)),
                    Long.toString(Math.round(during)),
                    String.join(", ", texts));
            if (subject.name().equals(Roster.STANDALONE)) {
                verdicts.atMost(
                        "500 slow streams: RSS of the standalone, MB",
                        new Spread(during, during, during),
                        250,
                        Double.NaN);
            }
        }
        return "\n" + workload.title() + "\n" + table;
    }

    private double during(Subject subject, Map<Long, String> processes) {
        try (Load load = Load.start(workload.pace(), List.of(workload.target(subject, subject.newKey())))) {
            pause(workload.warmUpMillis() + workload.windowMillis());
            if (load.tally(0).failures() > 0) {
                throw new IllegalStateException(
                        subject.name() + ": " + load.tally(0).firstFailure());
            }
            return total(processes);
        }
    }

    private static Map<Long, String> withoutStores(Subject subject) {
        Map<Long, String> processes = new LinkedHashMap<>(subject.processes());
        processes.values().removeIf(Subject.STORES::contains);
        return processes;
    }

    private static double total(Map<Long, String> processes) {
        return processes.keySet().stream()
                .mapToDouble(pid -> Processes.residentBytes(pid) / 1e6)
                .sum();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
