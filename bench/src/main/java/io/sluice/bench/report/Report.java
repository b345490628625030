package io.sluice.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.bench.subject.Subject;
import io.sluice.bench.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One run as text for people and as JSON for machines. */
public final class Report {

    private final Map<String, Object> json = new LinkedHashMap<>();
    private final Map<String, Object> workloads = new LinkedHashMap<>();

    public Report(String machine, String time) {
        json.put("machine", machine);
        json.put("time", time);
        json.put("workloads", workloads);
    }

    /**
     * The table of one workload.
     *
     * @param yardstick the row that the others are compared with
     */
    public String table(Workload workload, Results results, String yardstick) {
        return table(workload.id(), workload.title(), workload, results, yardstick);
    }

    /** The table of workloads of the same kind, a row each. */
    public String table(String id, String title, Workload kind, Results results, String yardstick) {
        workloads.put(id, results.all());
        String unit = kind.unit();
        Table table = kind.besideDirect()
                ? new Table("", "added p50 us", "p95", "p99", "CPU us a " + unit, "stores", "RSS MB")
                : new Table(
                        "",
                        unit + "s/s",
                        "CPU us a " + unit,
                        "of " + yardstick,
                        "stores",
                        kind.streams() ? "first chunk p50 us" : "p50 us",
                        "p99",
                        "RSS MB");
        for (String subject : results.subjects()) {
            table.row(kind.besideDirect() ? latencyRow(subject, results) : row(subject, kind, results, yardstick));
        }
        return "\n" + title + "\n" + table + parts(results) + quiet(results);
    }

    private static String[] row(String subject, Workload kind, Results results, String yardstick) {
        return new String[] {
            subject,
            number(results.spread(subject, Figures::perSecond).median(), 0),
            results.spread(subject, Figures::ownMicros).text(1),
            results.ratio(subject, yardstick).text(2),
            number(results.spread(subject, Report::stores).median(), 1),
            number(
                    results.spread(
                                    subject,
                                    each -> kind.streams()
                                            ? each.firstByte().p50()
                                            : each.latency().p50())
                            .median(),
                    0),
            number(
                    results.spread(
                                    subject,
                                    each -> kind.streams()
                                            ? each.firstByte().p99()
                                            : each.latency().p99())
                            .median(),
                    0),
            number(results.spread(subject, Figures::ownMegabytes).highest(), 0)
        };
    }

    private static String[] latencyRow(String subject, Results results) {
        return new String[] {
            subject,
            results.spread(subject, each -> each.latency().p50()).text(0),
            results.spread(subject, each -> each.latency().p95()).text(0),
            results.spread(subject, each -> each.latency().p99()).text(0),
            results.spread(subject, Figures::ownMicros).text(1),
            number(results.spread(subject, Report::stores).median(), 1),
            number(results.spread(subject, Figures::ownMegabytes).highest(), 0)
        };
    }

    /** Of a subject of several processes, what each of them takes. */
    private static String parts(Results results) {
        StringBuilder text = new StringBuilder();
        for (String subject : results.subjects()) {
            List<String> names = results.of(subject).stream()
                    .flatMap(each -> each.micros().keySet().stream())
                    .distinct()
                    .toList();
            if (names.size() > 1) {
                text.append("  ")
                        .append(subject)
                        .append(": ")
                        .append(names.stream()
                                .map(name -> name
                                        + ' '
                                        + number(
                                                results.spread(
                                                                subject,
                                                                each -> each.micros()
                                                                        .getOrDefault(name, 0.0))
                                                        .median(),
                                                1))
                                .collect(Collectors.joining(", ")))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String quiet(Results results) {
        return String.format(
                Locale.ROOT,
                "  steal %.1f %% (at most %.1f %%); %d rounds dropped, others had more than %.0f %% of the machine%n",
                100 * results.steal().median(),
                100 * results.steal().highest(),
                results.dropped(),
                100 * Results.FOREIGN_LIMIT);
    }

    private static double stores(Figures figures) {
        return figures.micros().entrySet().stream()
                .filter(part -> Subject.STORES.contains(part.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Adds figures that are no windows: start times and memory. */
    public void add(String name, Object figures) {
        json.put(name, figures);
    }

    public void write(Path file, Verdicts verdicts) {
        json.put("targets", new ArrayList<>(verdicts.all()));
        try {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
