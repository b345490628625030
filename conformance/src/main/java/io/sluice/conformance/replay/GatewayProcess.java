package io.sluice.conformance.replay;

import io.sluice.conformance.client.GatewayClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway that a command starts, for the time of one profile. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Process process;

    private GatewayProcess(Process process) {
        this.process = process;
    }

    /**
     * @param command words with {@code {config}} and {@code {port}} in them
     * @param database whether the process gets the {@code DATABASE_URL} of this one
     */
    static GatewayProcess start(
            String command, Path config, int port, Map<String, String> environment, boolean database, Path log) {
        List<String> words = Arrays.stream(command.strip().split("\\s+"))
                .map(w -> w.replace("{config}", config.toString()).replace("{port}", String.valueOf(port)))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        if (!database) {
            builder.environment().remove("DATABASE_URL");
        }
        try {
            return new GatewayProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Waits until the gateway says that it is ready. */
    void awaitReady(URI address) throws InterruptedException {
        GatewayClient client = new GatewayClient(address, Duration.ofSeconds(5));
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (!client.isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "the gateway ended with " + process.exitValue() + " before it was ready");
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the gateway was not ready within " + READY_WITHIN);
            }
            Thread.sleep(POLL);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
