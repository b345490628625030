package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The commands that start what was built in a checkout.
 *
 * @param home the checkout
 * @param nativeServices native executables instead of JVMs, {@code SLUICE_NATIVE=true}
 */
record Programs(Path home, boolean nativeServices) {

    static Programs of(LaunchSettings settings, Map<String, String> environment) {
        return new Programs(settings.home(), "true".equals(environment.get("SLUICE_NATIVE")));
    }

    /** A Quarkus application: one of the services, or the standalone. */
    List<String> application(String module) {
        if (nativeServices) {
            return List.of(
                    only(home.resolve(module).resolve("target"), "-runner").toString());
        }
        Path cache = aotCache(module);
        return jvm(module, Files.isRegularFile(cache) ? List.of("-XX:AOTCache=" + cache) : List.of());
    }

    /**
     * The same, noting down what it loads. Not which code was hot (JEP 515): the compiler would take the few calls of a training for the load, and what
     * it then compiles costs a third more processor time a request, also minutes later.
     */
    List<String> recording(String module, Path notes) {
        return jvm(
                module,
                List.of(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-AOTRecordTraining",
                        "-XX:AOTMode=record",
                        "-XX:AOTConfiguration=" + notes));
    }

    /** Makes the {@link #aotCache} of such notes; serves nobody. */
    List<String> learning(String module, Path notes) {
        return jvm(
                module,
                List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + notes, "-XX:AOTCache=" + aotCache(module)));
    }

    /** What the JVM learned of an application. It holds for the very jars and flags that wrote it: Quarkus empties its folder before each build. */
    Path aotCache(String module) {
        return runJar(module).resolveSibling("app.aot");
    }

    private Path runJar(String module) {
        return home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private List<String> jvm(String module, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(JvmOptions.read(home.resolve("deploy/jvm.options")));
        command.addAll(flags);
        command.addAll(List.of("-jar", runJar(module).toString()));
        return command;
    }

    /** A module whose jar names its main class and libraries. */
    List<String> jar(String module, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "-jar",
                only(home.resolve(module).resolve("target"), "-SNAPSHOT.jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path only(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new StartException("nothing is built in " + folder + ": ./sluice build"));
        } catch (IOException e) {
            throw new StartException("nothing is built in " + folder + ": ./sluice build", e);
        }
    }
}
