package io.sluice.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Redis of a shape, for what an operator may do to it. */
public final class Redis {

    private final Map<String, String> environment;

    Redis(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Forgets everything, as a fail-over to an empty replica does. */
    public void flush() {
        String flushed = ask("FLUSHALL");
        if (!"+OK".equals(flushed)) {
            throw new IllegalStateException("Redis said " + flushed);
        }
    }

    /** Dies and comes back, another process with what its file holds. */
    public void crash() {
        String ended = ask("DEBUG CRASH-AND-RECOVER");
        if (ended != null && ended.startsWith("-")) {
            throw new IllegalStateException("Redis said " + ended);
        }
    }

    /** @return the first line of the answer; null when there was none */
    private @Nullable String ask(String command) {
        int port = Integer.parseInt(environment.get("REDIS_PORT"));
        try (Socket socket = new Socket(environment.get("REDIS_HOST"), port);
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            send(socket, "AUTH " + environment.get("REDIS_PASSWORD"));
            String signedIn = answers.readLine();
            if (!"+OK".equals(signedIn)) {
                throw new IllegalStateException("Redis said " + signedIn);
            }
            send(socket, command);
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
