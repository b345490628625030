package io.sluice.it.harness;

import io.sluice.launcher.JvmOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A service as its users start it: {@code java -jar quarkus-run.jar} with the flags of {@code deploy/jvm.options}. */
public final class ServiceProcess {

    /** {@code ./sluice native}: the services are native executables. */
    private static final boolean NATIVE = Boolean.getBoolean("sluice.it.native");

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Of each generation of the serial collector. */
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private static final ConcurrentLinkedQueue<ServiceProcess> STARTED = new ConcurrentLinkedQueue<>();

    /** Of this process's own environment a service sees only what names places of the machine. */
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "JAVA_HOME");

    private final String name;
    private final int port;
    private final Path log;
    private final Process process;

    private ServiceProcess(String name, int port, Path log, Process process) {
        this.name = name;
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it and returns at once.
     *
     * @param name of the process, its log file and its working directory
     * @param module whose application it is
     * @param environment all that it sees beside the machine's places; {@code PORT} is added
     */
    public static ServiceProcess start(String name, String module, int port, Map<String, String> environment) {
        return start(name, module, port, environment, List.of());
    }

    /** @param options for the JVM, which win over those of {@code deploy/jvm.options} */
    public static ServiceProcess start(
            String name, String module, int port, Map<String, String> environment, List<String> options) {
        List<String> command = new ArrayList<>();
        Path target = Run.HOME.resolve(module).resolve("target");
        if (NATIVE && !module.equals("standalone")) {
            command.add(only(target, ".*-runner").toString());
        } else {
            Path application = target.resolve("quarkus-app");
            command.add(java());
            command.addAll(JvmOptions.read(Run.HOME.resolve("deploy/jvm.options")));
            Path aot = application.resolve("app.aot");
            if (Files.isRegularFile(aot)) {
                command.add("-XX:AOTCache=" + aot);
            }
            command.addAll(options);
            command.add("-Dsluice.it.run=" + Run.mark());
            command.addAll(
                    List.of("-jar", application.resolve("quarkus-run.jar").toString()));
        }
        return start(name, command, port, environment);
    }

    /**
     * Starts a main class of the launcher as {@code ./sluice} does, and returns at once. It sees the checkout below this run's folder,
     * so that its children carry the run's mark too.
     */
    public static ServiceProcess launcher(String name, String mainClass, int port, Map<String, String> environment) {
        Path checkout = Run.linkToHome();
        List<String> command = List.of(
                java(),
                "-Xmx64m",
                "-cp",
                only(checkout.resolve("launcher/target"), "launcher-.*SNAPSHOT\\.jar")
                        .toString(),
                "io.sluice.launcher." + mainClass);
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("SLUICE_HOME", checkout.toString());
        return start(name, command, port, all);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path only(Path folder, String name) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServiceProcess start(String name, List<String> command, int port, Map<String, String> environment) {
        Path log = Run.log(name);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Run.folder("work-" + name).toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.putIfAbsent("PORT", Integer.toString(port));
        variables.putIfAbsent("HOST", "127.0.0.1");
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(variables);
        try {
            ServiceProcess started = new ServiceProcess(name, port, log, builder.start());
            STARTED.add(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of every process that was started, for a failed test. */
    static String logs(int lines) {
        StringBuilder text = new StringBuilder();
        for (Path log : STARTED.stream().map(process -> process.log).distinct().toList()) {
            List<String> all = lines(log);
            text.append("---- ").append(log).append('\n');
            all.subList(Math.max(0, all.size() - lines), all.size())
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    private static List<String> lines(Path log) {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            return List.of("(unreadable: " + e + ')');
        }
    }

    /** @throws IllegalStateException when it ends first, or takes too long */
    public ServiceProcess awaitReady() {
        HttpRequest probe = HttpRequest.newBuilder(url().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            name + " ended with " + process.exitValue() + " before it was ready:\n" + output());
                }
                if (isReady(client, probe)) {
                    return this;
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(name + " was not ready in time:\n" + output());
    }

    private static boolean isReady(HttpClient client, HttpRequest probe) throws InterruptedException {
        try {
            return client.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything that it, and processes of the same name before it, wrote. */
    public String output() {
        return String.join("\n", lines(log));
    }

    /** Bytes on the heap that are still reached from somewhere: what is left of it after a full collection. */
    public long liveHeap() {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long kilobytes = 0;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
        }
        return kilobytes * 1024;
    }

    private String jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** The exit code of a process that ends by itself, or after {@link #terminate}. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }
}
