package io.sluice.bench.measure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time of some processes, and how quiet the machine was, from a moment on. */
public final class Watch {

    private final Map<Long, String> parts;
    private final Collection<Long> ours;
    private final Processes processes = Processes.now();
    private final Machine machine = Machine.now();
    private final long startNanos = System.nanoTime();

    /**
     * What was seen.
     *
     * @param micros processor time by part
     * @param foreign share of the machine that processes which are not ours took, 0 to 1
     * @param steal share of the machine that the hypervisor gave to others
     */
    public record Reading(double seconds, Map<String, Long> micros, double foreign, double steal) {}

    private Watch(Map<Long, String> parts, Collection<Long> ours) {
        this.parts = parts;
        this.ours = ours;
    }

    /**
     * @param parts processes whose time is asked for, each with the name of the part it belongs to
     * @param ours all processes of the bench; this one is among them
     */
    public static Watch begin(Map<Long, String> parts, Collection<Long> ours) {
        return new Watch(parts, ours);
    }

    public Reading read() {
        Processes now = Processes.now();
        Machine machineNow = Machine.now();
        double micros = (System.nanoTime() - startNanos) / 1_000.0;
        double capacity = micros * Machine.PROCESSORS;
        Map<String, Long> byPart = new LinkedHashMap<>();
        parts.forEach((pid, part) -> byPart.merge(part, used(pid, now), Long::sum));
        long own = ours.stream().mapToLong(pid -> used(pid, now)).sum();
        return new Reading(
                micros / 1e6,
                byPart,
                Math.max(0, machineNow.busyMicros() - machine.busyMicros() - own) / capacity,
                (machineNow.stealMicros() - machine.stealMicros()) / capacity);
    }

    private long used(long pid, Processes now) {
        return Math.max(0, now.micros(pid) - processes.micros(pid));
    }
}
