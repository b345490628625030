package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process of ours. It has a session of its own: what is typed at the terminal (Ctrl-C) reaches only us, and we stop our children in
 * the order that they need.
 */
final class Child implements AutoCloseable {

    private static final int LAST_LINES = 5;

    /** Programs that begin a session and become the given program: of util-linux and BusyBox, and for macOS. */
    private static final List<List<String>> SESSIONS = List.of(
            List.of("/usr/bin/setsid"),
            List.of("/bin/setsid"),
            List.of("/usr/bin/perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die"));

    private final String name;
    private final Process process;
    private final long graceSeconds;

    private Child(String name, Process process, long graceSeconds) {
        this.name = name;
        this.process = process;
        this.graceSeconds = graceSeconds;
    }

    /**
     * Starts a process whose output goes line by line to {@code lines}.
     *
     * @param environment on top of this process's own
     */
    static Child start(
            DataFolder data,
            String name,
            List<String> command,
            Map<String, String> environment,
            long graceSeconds,
            Consumer<String> lines) {
        Child child = start(data, name, new ProcessBuilder(session(command)), environment, graceSeconds);
        Thread.ofVirtual().name("output of " + name).start(() -> copy(child.process, lines));
        return child;
    }

    /** Starts a process whose output goes to a file. */
    static Child start(DataFolder data, String name, List<String> command, long graceSeconds, Path log) {
        ProcessBuilder builder = new ProcessBuilder(session(command)).redirectOutput(Redirect.appendTo(log.toFile()));
        return start(data, name, builder, Map.of(), graceSeconds);
    }

    private static Child start(
            DataFolder data, String name, ProcessBuilder builder, Map<String, String> environment, long graceSeconds) {
        builder.redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            data.processes().add(name, process.toHandle());
            return new Child(name, process, graceSeconds);
        } catch (IOException e) {
            throw new StartException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static List<String> session(List<String> command) {
        List<String> whole = new ArrayList<>();
        SESSIONS.stream()
                .filter(session -> Files.isExecutable(Path.of(session.getFirst())))
                .findFirst()
                .ifPresent(whole::addAll);
        whole.addAll(command);
        return whole;
    }

    private static void copy(Process process, Consumer<String> lines) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line);
            }
        } catch (IOException e) {
            // the process is gone, and with it its output
        }
    }

    /** The end of a log file, for a message about a process that ended. */
    static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read)";
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitValue() {
        return process.exitValue();
    }

    /** Completes with this when the process ends, whoever ended it. */
    CompletableFuture<Child> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    /** Asks it to end (SIGTERM) and waits for its grace; then kills it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(graceSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
