package io.sluice.bench;

import io.sluice.bench.load.Load;
import io.sluice.bench.load.Samples;
import io.sluice.bench.load.Tally;
import io.sluice.bench.load.Target;
import io.sluice.bench.measure.Processes;
import io.sluice.bench.measure.Watch;
import io.sluice.bench.report.Figures;
import io.sluice.bench.subject.Subject;
import io.sluice.bench.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures one subject under one workload, for one window. What is not answered whole and right stops the bench. */
final class Measurement {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int STEP_MILLIS = 2_000;
    private static final int QUIET_STEPS = 2;
    private static final double LITTLE = 0.03;

    private final Workload workload;
    private final Subject subject;
    private final Subject upstream;
    private final List<Subject> all;
    private final String key;
    private long answers;

    /** @param all everything that runs beside and is ours */
    Measurement(Workload workload, Subject subject, Subject upstream, List<Subject> all) {
        this.workload = workload;
        this.subject = subject;
        this.upstream = upstream;
        this.all = all;
        this.key = subject.newKey();
    }

    Subject subject() {
        return subject;
    }

    Workload workload() {
        return workload;
    }

    /**
     * The load without a look at its figures, until the just-in-time compilers of the subject have little left to do: on a machine that its load
     * fills they need a minute and more, and what they take is no cost of a request.
     */
    void warmUp(int longestMillis) {
        Map<Long, String> parts = subject.processes();
        Set<Long> processes = parts.keySet();
        Load load = start();
        int quiet = 0;
        for (int millis = 0; millis < longestMillis && quiet < QUIET_STEPS; millis += STEP_MILLIS) {
            long compiled = compilers(processes);
            Watch watch = Watch.begin(parts, processes);
            pause(STEP_MILLIS);
            long used = watch.read().micros().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            quiet = compilers(processes) - compiled > LITTLE * used ? 0 : quiet + 1;
        }
        finish(load);
    }

    private static long compilers(Set<Long> processes) {
        return processes.stream().mapToLong(Processes::compilerMicros).sum();
    }

    Figures window() {
        Map<Long, String> parts = subject.processes();
        List<Long> ours = new ArrayList<>(List.of(ProcessHandle.current().pid()));
        all.forEach(each -> ours.addAll(each.processes().keySet()));
        Load load = start();
        pause(workload.warmUpMillis());
        Tally tally = load.tally(0);
        long before = units(tally);
        load.record(true);
        Watch watch = Watch.begin(parts, ours);
        pause(workload.windowMillis());
        Watch.Reading reading = watch.read();
        long units = units(tally) - before;
        load.record(false);
        Map<String, Double> resident = resident(parts);
        finish(load);
        Map<String, Double> micros = new LinkedHashMap<>();
        reading.micros().forEach((part, used) -> micros.put(part, (double) used / units));
        Figures.Percentiles latency = percentiles(tally.latency());
        if (workload.besideDirect()) {
            latency = latency.minus(percentiles(load.tally(1).latency()));
        }
        return new Figures(
                units / reading.seconds(),
                micros,
                latency,
                percentiles(tally.firstByte()),
                resident,
                reading.foreign(),
                reading.steal());
    }

    private Load start() {
        List<Target> targets = new ArrayList<>(List.of(workload.target(subject, key)));
        if (workload.besideDirect()) {
            targets.add(workload.target(upstream, "sk-nobody"));
        }
        return Load.start(workload.pace(), targets);
    }

    private void finish(Load load) {
        load.stop(PATIENCE);
        Tally tally = load.tally(0);
        if (tally.failures() > 0) {
            throw new IllegalStateException(subject.name() + " under '" + workload.title() + "': " + tally.failures()
                    + " failures, the first: " + tally.firstFailure());
        }
        answers += tally.answers();
    }

    private long units(Tally tally) {
        return workload.streams() ? tally.events() : tally.answers();
    }

    private static Figures.Percentiles percentiles(Samples samples) {
        return new Figures.Percentiles(samples.micros(0.5), samples.micros(0.95), samples.micros(0.99));
    }

    private static Map<String, Double> resident(Map<Long, String> parts) {
        Map<String, Double> megabytes = new LinkedHashMap<>();
        parts.forEach((pid, part) -> megabytes.merge(part, Processes.residentBytes(pid) / 1e6, Double::sum));
        return megabytes;
    }

    /**
     * Every answer must be in the books, once, at its price; they may take some seconds.
     *
     * @return empty, or what is wrong
     */
    String checkBooks() {
        long expected = answers * workload.cost();
        long billed = subject.billedNanos(key);
        for (int i = 0; i < 100 && billed >= 0 && billed != expected; i++) {
            pause(200);
            billed = subject.billedNanos(key);
        }
        return billed < 0 || billed == expected
                ? ""
                : subject.name() + ": " + answers + " answers cost " + expected + " nano-dollars, but the books have "
                        + billed;
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
