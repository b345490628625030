package io.sluice.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the subjects live.
 *
 * @param home the checkout of Sluice, built
 * @param folder for logs, configurations and data of this run
 * @param upstreamPort where the provider listens
 */
public record Workbench(Path home, Path folder, int upstreamPort) {

    /** Starts the upstream. */
    public static Workbench open(Path home) {
        try {
            Path folder = Files.createDirectories(home.resolve("target/bench"));
            return new Workbench(home, Files.createTempDirectory(folder, "run-"), Ports.free());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JVM of the bench's own classes, with the flags that Sluice itself runs with. */
    List<String> java(Class<?> main, int... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (int argument : arguments) {
            command.add(Integer.toString(argument));
        }
        return command;
    }

    private List<String> jvmOptions() {
        try {
            return Files.readAllLines(home.resolve("deploy/jvm.options")).stream()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ChildProcess start(String name, List<String> command, Map<String, String> environment) {
        return ChildProcess.start(name, command, environment, folder);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
