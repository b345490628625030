package io.sluice.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One run of these tests: a folder whose name stands in the command line of every process that belongs to it. By that name they are
 * found and killed at the end, by this JVM, or by a watching shell when this JVM was killed.
 */
public final class Run {

    /** The checkout. {@code -Dsluice.home} names another one whose built services are to be tested. */
    public static final Path HOME = home();

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path FOLDER = TARGET.resolve("it").resolve("run-" + UUID.randomUUID());
    private static final Path LOGS = TARGET.resolve("it-logs");

    /** Kills what names the folder in its command line, when the process {@code $1} is gone. The folder comes as a variable: not in its own line. */
    private static final String WATCH = """
            trap '' INT TERM HUP
            while kill -0 "$1" 2>/dev/null; do sleep 1; done
            ps -eo pid=,args= | awk 'index($0, ENVIRON["RUN_FOLDER"]) { print $1 }' | while read -r pid; do kill -9 "$pid"; done
            rm -rf "$RUN_FOLDER"
            """;

    static {
        try {
            delete(TARGET.resolve("it"));
            delete(LOGS);
            Files.createDirectories(FOLDER);
            Files.createDirectories(LOGS);
            watch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(Run::end, "end of the run"));
    }

    private Run() {}

    /** A new folder of this run. */
    public static Path folder(String name) {
        try {
            return Files.createDirectories(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checkout under a path of this run. */
    static synchronized Path linkToHome() {
        Path link = FOLDER.resolve("checkout");
        try {
            return Files.isSymbolicLink(link) ? link : Files.createSymbolicLink(link, HOME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path log(String name) {
        return LOGS.resolve(name + ".log");
    }

    static String mark() {
        return FOLDER.toString();
    }

    private static Path home() {
        String named = System.getProperty("sluice.home");
        return named == null ? Path.of("").toAbsolutePath().getParent() : Path.of(named);
    }

    private static void watch() throws IOException {
        ProcessBuilder shell = new ProcessBuilder(
                "sh",
                "-c",
                WATCH,
                "watch",
                Long.toString(ProcessHandle.current().pid()));
        shell.environment().put("RUN_FOLDER", mark());
        shell.redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    /** The watching shell finds this JVM gone and deletes the folder. */
    private static void end() {
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
