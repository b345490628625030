package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Redis of our own for the suite on one machine: append-only file in the data folder, a password made once. */
public final class EmbeddedRedis implements AutoCloseable {

    private static final long STOP_SECONDS = 10;

    private final Child server;
    private final int port;
    private final String password;

    private EmbeddedRedis(Child server, int port, String password) {
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /** Starts it and returns at once; a client that connects too early has to try again. */
    public static EmbeddedRedis start(DataFolder data, Path cache) {
        try {
            Path program = RedisBinary.unpacked(cache);
            Path folder = Files.createDirectories(data.resolve("redis"));
            String password = data.secret("redis.password", 24);
            int port = Ports.free();
            data.writeSecret(
                    "redis/redis.conf",
                    String.join(
                            "\n",
                            List.of(
                                    "bind 127.0.0.1",
                                    "port " + port,
                                    "dir \"" + folder + '"',
                                    "requirepass " + password,
                                    "appendonly yes",
                                    "save \"\"",
                                    "loglevel warning")));
            List<String> command =
                    List.of(program.toString(), folder.resolve("redis.conf").toString());
            Child server = Child.start(data, "redis", command, STOP_SECONDS, data.resolve("redis.log"));
            return new EmbeddedRedis(server, port, password);
        } catch (IOException e) {
            throw new StartException(
                    "Redis cannot be started: " + e.getMessage() + ". Set REDIS_HOST to a Redis of yours.", e);
        }
    }

    /** Where it is, by LiteLLM's variables; the password is among them. */
    public Map<String, String> environment() {
        return Map.of("REDIS_HOST", "127.0.0.1", "REDIS_PORT", Integer.toString(port), "REDIS_PASSWORD", password);
    }

    Child process() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
