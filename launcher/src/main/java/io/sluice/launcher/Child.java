package io.sluice.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of ours whose output appears under its name. */
final class Child implements AutoCloseable {

    private final String name;
    private final Process process;
    private final long graceSeconds;

    private Child(String name, Process process, long graceSeconds) {
        this.name = name;
        this.process = process;
        this.graceSeconds = graceSeconds;
    }

    static Child start(
            String name, List<String> command, Map<String, String> environment, PrintStream out, long graceSeconds) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Thread.ofVirtual().name("output of " + name).start(() -> copy(name, process, out));
            return new Child(name, process, graceSeconds);
        } catch (IOException e) {
            throw new StartException(name + " cannot be started: " + e, e);
        }
    }

    private static void copy(String name, Process process, PrintStream out) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println(name + " | " + line);
            }
        } catch (IOException e) {
            out.println(name + " | (end of output)");
        }
    }

    String name() {
        return name;
    }

    Process process() {
        return process;
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
