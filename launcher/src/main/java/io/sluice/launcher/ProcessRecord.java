package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file in the data folder that names our child processes, so that the next start finds those that a killed one left behind. A
 * number alone would not do, since numbers are used again: a process is the one that was recorded when it also started at that time.
 */
final class ProcessRecord {

    private static final String FILE = "processes";

    /** Systems compute the start of a process from their own start, which they correct by fractions of a second. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final long GRACE_SECONDS = 30;

    private final Path file;

    ProcessRecord(Path dataFolder) {
        file = dataFolder.resolve(FILE);
    }

    synchronized void add(String name, ProcessHandle process) {
        try {
            Files.writeString(
                    file,
                    name + ' ' + process.pid() + ' ' + startMillis(process) + '\n',
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + e, e);
        }
    }

    /** Stops, newest first, what still runs of those that were recorded. Only who holds the data folder may call it. */
    void stopLeftOvers() {
        try {
            if (Files.isRegularFile(file)) {
                List<String> lines = Files.readAllLines(file);
                lines.reversed().forEach(line -> leftOver(line).ifPresent(process -> stop(line, process)));
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new StartException("cannot read " + file + ": " + e, e);
        }
    }

    private static Optional<ProcessHandle> leftOver(String line) {
        String[] parts = line.split(" ", 3);
        try {
            long started = Long.parseLong(parts[2]);
            return ProcessHandle.of(Long.parseLong(parts[1]))
                    .filter(process -> Math.abs(startMillis(process) - started) <= TOLERANCE.toMillis());
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            // the last line of a start that was killed while it wrote
            return Optional.empty();
        }
    }

    private static void stop(String line, ProcessHandle process) {
        System.err.println("Stopping " + line.split(" ", 2)[0] + ", which a killed start left behind");
        process.destroy();
        try {
            process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
