package io.sluice.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of the whole machine at one moment ({@code /proc/stat}). Interrupts are left out: they are the traffic's own.
 *
 * @param busyMicros user, nice and system time over all processors
 * @param stealMicros time in which the hypervisor ran somebody else
 */
public record Machine(long busyMicros, long stealMicros) {

    private static final long TICK_MICROS = 10_000;

    public static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    public static Machine now() {
        try {
            String line = Files.readAllLines(Path.of("/proc/stat")).getFirst();
            String[] fields = line.strip().split("\\s+", -1);
            long busy = Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3]);
            return new Machine(busy * TICK_MICROS, Long.parseLong(fields[8]) * TICK_MICROS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Model of the processor and number of them. */
    public static String description() {
        try {
            String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse("unknown processor");
            return PROCESSORS + " x " + model + ", Linux " + System.getProperty("os.version") + ", JDK "
                    + Runtime.version();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
