package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A PostgreSQL of our own for one machine: its data and its log in the data folder, a password made once, reachable from this machine
 * only.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String USER = "sluice";
    private static final String DATABASE = "postgres";
    private static final String PID_FILE = "postmaster.pid";

    /** Recovery after a crash, of much data on a slow disk, takes its time. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final long STOP_SECONDS = 30;

    private final Child server;
    private final Path cluster;
    private final Path log;
    private final String url;

    private EmbeddedPostgres(Child server, Path cluster, Path log, String url) {
        this.server = server;
        this.cluster = cluster;
        this.log = log;
        this.url = url;
    }

    /** Starts it and returns at once; {@link #awaitReady} returns when it takes connections. */
    public static EmbeddedPostgres start(DataFolder data, Path cache) {
        Path binaries = PostgresBinaries.unpacked(cache);
        Path cluster = data.resolve("postgres");
        String password = data.secret("postgres.password", 24);
        if (!Files.isRegularFile(cluster.resolve("PG_VERSION"))) {
            create(binaries, cluster, data);
        }
        int port = Ports.free();
        List<String> command = unprivileged(binaries.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", cluster.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=50",
                "shared_buffers=64MB",
                "log_min_messages=fatal",
                "log_min_error_statement=panic")) {
            command.addAll(List.of("-c", setting));
        }
        Path log = data.resolve("postgres.log");
        Child server = Child.start(data, "postgres", command, STOP_SECONDS, log);
        String url = "postgresql://" + USER + ':' + password + "@127.0.0.1:" + port + '/' + DATABASE;
        return new EmbeddedPostgres(server, cluster, log, url);
    }

    /** In a draft folder first: what a killed start left half done is no cluster. */
    private static void create(Path binaries, Path cluster, DataFolder data) {
        Path draft = data.resolve("postgres.new");
        List<String> command = unprivileged(binaries.resolve("bin/initdb").toString());
        command.addAll(List.of(
                "-D",
                draft.toString(),
                "-U",
                USER,
                "--auth=scram-sha-256",
                "--pwfile=" + data.resolve("postgres.password"),
                "--encoding=UTF8",
                "--locale=C"));
        try {
            Folders.delete(draft);
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StartException("PostgreSQL's data folder " + cluster + " cannot be made. In a container, run"
                        + " Sluice as a user other than root; or set DATABASE_URL to a PostgreSQL of yours.\n"
                        + output);
            }
            Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartException("PostgreSQL's data folder " + cluster + " cannot be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted", e);
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody in particular. */
    private static List<String> unprivileged(String program) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program);
        return command;
    }

    /** @throws StartException when it ends, or does not come up in time */
    public EmbeddedPostgres awaitReady() {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!takesConnections()) {
            if (!server.isAlive()) {
                throw new StartException("PostgreSQL ended at its start:\n" + Child.lastLines(log));
            }
            if (System.nanoTime() > limit) {
                server.close();
                throw new StartException(
                        "PostgreSQL took no connections within " + START_LIMIT.toMinutes() + " minutes; see " + log);
            }
            pause();
        }
        return this;
    }

    /** As {@code pg_ctl} does: the first line of the file is the process, the eighth its state. */
    private boolean takesConnections() {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve(PID_FILE));
            return lines.size() > 7
                    && lines.get(0).strip().equals(Long.toString(server.pid()))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted", e);
        }
    }

    /** Completes when it ends, whoever ended it. */
    public CompletableFuture<Void> onExit() {
        return server.onExit().thenAccept(ended -> {});
    }

    /** What it says, for a person who looks for a fault. */
    public Path log() {
        return log;
    }

    Child process() {
        return server;
    }

    /** In LiteLLM's form, password included: never print it. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        server.close();
    }
}
