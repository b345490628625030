package io.sluice.bench;

import static java.util.Objects.requireNonNull;

import io.sluice.bench.measure.Machine;
import io.sluice.bench.report.Report;
import io.sluice.bench.report.Results;
import io.sluice.bench.report.Verdicts;
import io.sluice.bench.subject.Subject;
import io.sluice.bench.subject.Workbench;
import io.sluice.bench.workload.Catalog;
import io.sluice.bench.workload.Workload;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sluice bench}: measures Sluice beside bare proxies on this machine. */
@Command(
        name = "./sluice bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Sluice beside bare proxies, all in one run and in turn. Needs a quiet machine.",
        footer = {
            "",
            "Workloads: chat, latency, prompt, flood, paced, deployments, translation, slow, start.",
            "Subjects: direct, nginx (when installed), bare Vert.x, standalone, 'standalone, all off', suite,",
            "'suite, native' (after ./sluice native).",
            "docs/performance.md says what each figure is."
        })
public final class BenchMain implements Callable<Integer> {

    private static final List<String> ALL = List.of(
            Roster.DIRECT,
            Roster.NGINX,
            Roster.VERTX,
            Roster.STANDALONE,
            Roster.UNGOVERNED,
            Roster.SUITE,
            Roster.NATIVE_SUITE);

    @Option(names = "--quick", description = "shorter and fewer windows: for a look, not for a table")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "WORKLOAD", description = "only these, separated by commas")
    private List<String> only = List.of();

    @Option(
            names = "--subjects",
            split = ";",
            paramLabel = "SUBJECT",
            description = "only these, separated by semicolons")
    private List<String> subjects = ALL;

    @Option(names = "--rounds", paramLabel = "N", description = "windows a subject (default 5, --quick 2)")
    private int rounds;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "the figures of every window (default target/bench/last.json)")
    private @Nullable Path json;

    private final Verdicts verdicts = new Verdicts();

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }

    @Override
    public Integer call() {
        int windows = rounds > 0 ? rounds : quick ? 2 : 5;
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Report report = new Report(Machine.description(), time);
        System.out.println(time + ", " + Machine.description());
        Workbench bench = Workbench.open(
                Path.of(System.getenv().getOrDefault("SLUICE_HOME", ".")).toAbsolutePath());
        try (Roster roster = new Roster(bench)) {
            for (Workload workload : Catalog.all(quick)) {
                if (isWanted(workload.id())) {
                    Results results = rounds(workload, roster, subjects, windows);
                    System.out.println(report.table(workload, results, Roster.VERTX));
                    judge(workload, results);
                }
            }
            if (isWanted("deployments")) {
                Workload workload = Catalog.deployments(quick);
                Results results = rounds(workload, roster, List.of(Roster.STANDALONE, Roster.THOUSAND), windows);
                System.out.println(report.table(workload, results, Roster.STANDALONE));
                verdicts.atMost(
                        "1,000 deployments: CPU a request, of one deployment",
                        results.ratio(Roster.THOUSAND, Roster.STANDALONE),
                        1.05,
                        1);
            }
            if (isWanted("translation")) {
                translations("translation", "whole answers", Catalog.translations(quick), 1.5, report, roster, windows);
                translations(
                        "translation-streamed",
                        "streams of 200 chunks",
                        Catalog.streamedTranslations(quick),
                        3,
                        report,
                        roster,
                        windows);
            }
            if (isWanted("slow")) {
                SlowStreams slow = new SlowStreams(Catalog.slowStreams(quick));
                List<String> wanted = new ArrayList<>(subjects);
                wanted.remove(Roster.DIRECT);
                System.out.println(slow.measure(roster.of(wanted), verdicts));
                report.add("slow", slow.megabytes());
            }
        }
        if (isWanted("start")) {
            StartTimes starts = new StartTimes(bench, windows);
            System.out.println(starts.measure(verdicts));
            report.add("start", starts.seconds());
        }
        System.out.println(verdicts.text());
        report.write(json != null ? json : bench.home().resolve("target/bench/last.json"), verdicts);
        return 0;
    }

    private boolean isWanted(String workload) {
        return only.isEmpty() || only.contains(workload);
    }

    private void translations(
            String id, String what, List<Workload> ways, double limit, Report report, Roster roster, int windows) {
        Subject standalone = roster.of(List.of(Roster.STANDALONE)).getFirst();
        Map<String, Measurement> rows = new LinkedHashMap<>();
        ways.forEach(way -> rows.put(way.title(), new Measurement(way, standalone, roster.upstream(), roster.all())));
        Results results = rounds(rows, windows);
        String passed = ways.getFirst().title();
        System.out.println(
                report.table(id, "Translation in the standalone, " + what, ways.getFirst(), results, passed));
        for (Workload way : ways.subList(1, 3)) {
            verdicts.atMost(
                    way.title() + ", " + what + ": CPU a " + way.unit() + " of one that passes",
                    results.ratio(way.title(), passed),
                    limit,
                    Double.NaN);
        }
    }

    private Results rounds(Workload workload, Roster roster, List<String> names, int windows) {
        List<Subject> chosen = new ArrayList<>(roster.of(names));
        if (workload.besideDirect()) {
            chosen.remove(roster.upstream());
        }
        Map<String, Measurement> rows = new LinkedHashMap<>();
        chosen.forEach(subject ->
                rows.put(subject.name(), new Measurement(workload, subject, roster.upstream(), roster.all())));
        return rounds(rows, windows);
    }

    /** In turn, every second round backwards, so that what changes with time falls on all alike. */
    private Results rounds(Map<String, Measurement> rows, int windows) {
        rows.values().forEach(measurement -> measurement.warmUp(quick ? 8_000 : 180_000));
        Results results = new Results(List.copyOf(rows.keySet()));
        List<String> order = new ArrayList<>(rows.keySet());
        for (int round = 0; round < windows; round++) {
            for (String row : order) {
                results.add(row, round, requireNonNull(rows.get(row)).window());
            }
            Collections.reverse(order);
        }
        rows.values().forEach(measurement -> {
            String wrong = measurement.checkBooks();
            if (!wrong.isEmpty()) {
                verdicts.wrong(measurement.workload().title() + ": " + wrong);
            }
        });
        return results;
    }

    private void judge(Workload workload, Results results) {
        switch (workload.id()) {
            case "chat" -> {
                verdicts.atMost(
                        "1 KB chat: standalone, everything on, CPU of bare Vert.x",
                        results.ratio(Roster.STANDALONE, Roster.VERTX),
                        1.8,
                        1.5);
                verdicts.atMost(
                        "1 KB chat: standalone, everything on, CPU of everything off",
                        results.ratio(Roster.STANDALONE, Roster.UNGOVERNED),
                        1.15,
                        Double.NaN);
                verdicts.atMost(
                        "1 KB chat: suite, all processes, CPU of bare Vert.x",
                        results.ratio(Roster.SUITE, Roster.VERTX),
                        3.5,
                        Double.NaN);
            }
            case "paced" -> {
                verdicts.atMost(
                        "paced chunk: standalone, CPU of bare Vert.x",
                        results.ratio(Roster.STANDALONE, Roster.VERTX),
                        1.2,
                        0.75);
                verdicts.atMost(
                        "paced chunk: suite, CPU of bare Vert.x",
                        results.ratio(Roster.SUITE, Roster.VERTX),
                        2.5,
                        Double.NaN);
            }
            default -> {}
        }
    }
}
