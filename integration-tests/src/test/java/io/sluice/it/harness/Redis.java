package io.sluice.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The Redis of a shape, for what an operator may do to it. */
public final class Redis {

    private final Map<String, String> environment;

    Redis(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Forgets everything, as a fail-over to an empty replica does. */
    public void flush() {
        int port = Integer.parseInt(environment.get("REDIS_PORT"));
        try (Socket socket = new Socket(environment.get("REDIS_HOST"), port);
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String commands = "AUTH " + environment.get("REDIS_PASSWORD") + "\r\nFLUSHALL\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            String signedIn = answers.readLine();
            String flushed = answers.readLine();
            if (!"+OK".equals(signedIn) || !"+OK".equals(flushed)) {
                throw new IllegalStateException("Redis said " + signedIn + ", " + flushed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
