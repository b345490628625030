package io.sluice.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of our own for one machine: its data in the data folder, a password made once, reachable from this machine only. A
 * server that a killed Sluice left behind is stopped first.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String USER = "sluice";
    private static final String DATABASE = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 30;

    private final Child server;
    private final int port;
    private final String url;

    private EmbeddedPostgres(Child server, int port, String url) {
        this.server = server;
        this.port = port;
        this.url = url;
    }

    /** Starts it and returns at once; {@link #awaitReady} returns when it takes connections. */
    public static EmbeddedPostgres start(DataFolder data, Path cache, PrintStream out) {
        Path binaries = PostgresBinaries.unpacked(cache);
        Path cluster = data.resolve("postgres");
        String password = data.secret("postgres.password", 24);
        if (!Files.isRegularFile(cluster.resolve("PG_VERSION"))) {
            create(binaries, cluster, data);
        }
        stopLeftOver(cluster);
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
        Child server = Child.start("postgres", command, Map.of(), out, STOP_SECONDS);
        return new EmbeddedPostgres(
                server, port, "postgresql://" + USER + ':' + password + "@127.0.0.1:" + port + '/' + DATABASE);
    }

    private static void create(Path binaries, Path cluster, DataFolder data) {
        List<String> command = unprivileged(binaries.resolve("bin/initdb").toString());
        command.addAll(List.of(
                "-D",
                cluster.toString(),
                "-U",
                USER,
                "--auth=scram-sha-256",
                "--pwfile=" + data.resolve("postgres.password"),
                "--encoding=UTF8",
                "--locale=C"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StartException(
                        "PostgreSQL's data folder " + cluster + " cannot be made. If this is a container, run"
                                + " Sluice as a user other than root, or set DATABASE_URL.\n" + output);
            }
        } catch (IOException e) {
            throw new StartException("initdb cannot be started: " + e, e);
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

    private static void stopLeftOver(Path cluster) {
        leftOver(cluster).ifPresent(process -> {
            process.destroy();
            try {
                process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                process.destroyForcibly();
            }
        });
    }

    private static Optional<ProcessHandle> leftOver(Path cluster) {
        Path pidFile = cluster.resolve("postmaster.pid");
        try {
            if (!Files.isRegularFile(pidFile)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            return ProcessHandle.of(pid)
                    .filter(process -> process.info().commandLine().orElse("").contains(cluster.toString()));
        } catch (IOException | NumberFormatException e) {
            throw new StartException("cannot read " + pidFile + ": " + e, e);
        }
    }

    public EmbeddedPostgres awaitReady() {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < limit) {
            if (!server.process().isAlive()) {
                throw new StartException("PostgreSQL ended at its start; its last lines are above");
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return this;
            } catch (IOException notYet) {
                pause();
            }
        }
        server.close();
        throw new StartException("PostgreSQL did not take connections within " + START_LIMIT.toSeconds() + " s");
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted", e);
        }
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
