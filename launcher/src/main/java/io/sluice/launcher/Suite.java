package io.sluice.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The three services as processes of this machine, with what they need. Started in order, stopped in the opposite order. */
final class Suite implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final long DRAIN_SECONDS = 100;

    private final Map<String, String> environment;
    private final DataFolder data;
    private final PrintStream out;
    private final Path home;
    private final int port;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<Child> services = new ArrayList<>();
    private volatile boolean closing;

    Suite(Map<String, String> environment, DataFolder data, MasterKey key, PrintStream out) {
        this.environment = new HashMap<>(environment);
        this.environment.put("LITELLM_MASTER_KEY", key.value());
        this.data = data;
        this.out = out;
        this.home = Path.of(environment.getOrDefault("SLUICE_HOME", "."));
        this.port = Integer.parseInt(environment.getOrDefault("PORT", "4000"));
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void start() throws InterruptedException {
        Path cache = Cache.folder(environment);
        if (isUnset("DATABASE_URL")) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(data, cache, out);
            keep(postgres);
            environment.put("DATABASE_URL", postgres.awaitReady().url());
        }
        if (isUnset("REDIS_HOST") && isUnset("REDIS_URL")) {
            EmbeddedRedis redis = EmbeddedRedis.start(data, cache, out);
            keep(redis);
            environment.putAll(redis.environment());
        }
        int router = Ports.free();
        int accounting = Ports.free();
        environment.put("SLUICE_ROUTER_URL", "http://127.0.0.1:" + router);
        environment.put("SLUICE_ACCOUNTING_URL", "http://127.0.0.1:" + accounting);
        services.add(service("accounting-service", accounting, "127.0.0.1"));
        services.add(service("router-service", router, "127.0.0.1"));
        services.add(service("gateway-service", port, environment.getOrDefault("HOST", "0.0.0.0")));
        awaitReady(services.get(0), accounting);
        awaitReady(services.get(1), router);
        awaitReady(services.get(2), port);
    }

    private boolean isUnset(String variable) {
        return environment.getOrDefault(variable, "").isBlank();
    }

    private Child service(String name, int servicePort, String host) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("PORT", Integer.toString(servicePort));
        own.put("QUARKUS_HTTP_HOST", host);
        own.put("SLUICE_DATA", data.resolve(name).toString());
        Child child = Child.start(name, command(name), own, out, DRAIN_SECONDS);
        keep(child);
        return child;
    }

    private List<String> command(String name) {
        Path target = home.resolve(name).resolve("target");
        if ("true".equals(environment.get("SLUICE_NATIVE"))) {
            return List.of(target.resolve(name + "-runner").toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.read(home.resolve("deploy/jvm.options")));
        Path application = target.resolve("quarkus-app");
        Path aot = application.resolve("app.aot");
        if (Files.isRegularFile(aot)) {
            command.add("-XX:AOTCache=" + aot);
        }
        command.addAll(List.of("-jar", application.resolve("quarkus-run.jar").toString()));
        return command;
    }

    private void awaitReady(Child child, int servicePort) throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + servicePort + "/q/health/started"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < limit) {
                if (!child.process().isAlive()) {
                    throw new StartException(child.name() + " ended at its start; its last lines are above");
                }
                if (answers(client, probe)) {
                    return;
                }
                Thread.sleep(50);
            }
        }
        throw new StartException(child.name() + " was not ready within " + START_LIMIT.toSeconds() + " s");
    }

    private static boolean answers(HttpClient client, HttpRequest probe) throws InterruptedException {
        try {
            return client.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private synchronized void keep(AutoCloseable part) {
        running.push(part);
    }

    /** Returns when a service ended by itself: a supervisor restarts the whole. */
    void awaitEnd() {
        CompletableFuture.anyOf(
                        services.stream().map(child -> child.process().onExit()).toArray(CompletableFuture[]::new))
                .join();
        if (!closing) {
            throw new StartException("a service ended unexpectedly; the suite stops");
        }
    }

    @Override
    public synchronized void close() {
        closing = true;
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                out.println("while stopping: " + e);
            }
        }
    }
}
