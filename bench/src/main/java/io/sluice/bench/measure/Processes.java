package io.sluice.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All processes at one moment, with the processor time each has used (proc(5), {@code /proc/PID/stat}; the kernel scales user and system
 * time to what the scheduler measured, so the sum is exact to a tick of 10 ms).
 */
public final class Processes {

    private static final long TICK_MICROS = 10_000;

    /** utime, stime, cutime and cstime follow each other; counted from the state. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    private static final int LAST_WITH_CHILDREN = 14;

    /** @param micros user and system time, of children that have ended too */
    public record Process(long pid, long parent, String command, long micros) {}

    private final Map<Long, Process> byPid = new HashMap<>();

    private Processes() {}

    public static Processes now() {
        Processes all = new Processes();
        try (Stream<Path> folders = Files.list(Path.of("/proc"))) {
            folders.filter(folder ->
                            Character.isDigit(folder.getFileName().toString().charAt(0)))
                    .forEach(folder -> {
                        Process process = read(folder, LAST_WITH_CHILDREN);
                        if (process != null) {
                            all.byPid.put(process.pid, process);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static @Nullable Process read(Path folder, int lastField) {
        String stat;
        try {
            stat = Files.readString(folder.resolve("stat"));
        } catch (NoSuchFileException ended) {
            return null;
        } catch (IOException ended) {
            // ESRCH: it ended between open and read
            return null;
        }
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        String[] fields = stat.substring(close + 2).split(" ", -1);
        long ticks = 0;
        for (int i = USER_TIME; i <= lastField; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return new Process(
                Long.parseLong(stat.substring(0, open - 1)),
                Long.parseLong(fields[1]),
                stat.substring(open + 1, close),
                ticks * TICK_MICROS);
    }

    /** A process and all that descend from it; empty when it is not there. */
    public List<Process> tree(long root) {
        List<Process> tree = new ArrayList<>();
        Process first = byPid.get(root);
        if (first != null) {
            tree.add(first);
        }
        for (int i = 0; i < tree.size(); i++) {
            long parent = tree.get(i).pid;
            for (Process each : byPid.values()) {
                if (each.parent == parent) {
                    tree.add(each);
                }
            }
        }
        return tree;
    }

    /** Processor time of a process; 0 when it is not there. */
    public long micros(long pid) {
        Process process = byPid.get(pid);
        return process == null ? 0 : process.micros;
    }

    /**
     * What the just-in-time compilers of a JVM have used: HotSpot calls their threads {@code C1 CompilerThread} and {@code C2 CompilerThread}.
     *
     * @return processor time of those threads that live; 0 when the process is no JVM or not there
     */
    public static long compilerMicros(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.map(thread -> read(thread, SYSTEM_TIME))
                    .filter(Objects::nonNull)
                    .filter(thread -> thread.command().matches("C[12] Compiler.*"))
                    .mapToLong(Process::micros)
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Resident memory in bytes; 0 when the process is not there. */
    public static long residentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
                }
            }
            return 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Arguments, separated by spaces; empty when the process is not there. */
    public static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }
}
