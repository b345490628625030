package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The standalone in front of simulated providers, which call nobody outside this machine. */
final class SimulatedInstallation {

    private static final String CONFIGURATION = """
            # Written at each start. The providers are simulated.
            model_list:
              - model_name: gpt-4o
                litellm_params: {model: openai/gpt-4o, api_base: "%1$s/v1", api_key: sk-simulated}
              - model_name: claude-sonnet-4-5
                litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: "%1$s", api_key: sk-simulated}
              - model_name: llama3.1
                litellm_params: {model: ollama_chat/llama3.1, api_base: "%1$s"}
            """;

    /** All models of the configuration. */
    static final List<String> MODELS = List.of("gpt-4o", "claude-sonnet-4-5", "llama3.1");

    private static final String READY = "Simulator is ready at ";

    /** Longer than the standalone waits for calls under way. */
    private static final long DRAIN_SECONDS = 100;

    private static final long STOP_SECONDS = 10;

    private SimulatedInstallation() {}

    /**
     * Starts both and waits until they serve.
     *
     * @param command of the standalone
     * @param lines what it prints
     * @return the standalone
     */
    static Child start(
            Household household,
            Programs programs,
            DataFolder data,
            int port,
            String masterKey,
            List<String> command,
            Consumer<String> lines)
            throws InterruptedException {
        String providers = providers(household, programs, data);
        Map<String, String> environment = new HashMap<>(Map.of(
                "PORT", Integer.toString(port),
                "LITELLM_MASTER_KEY", masterKey,
                "CONFIG_FILE_PATH", configuration(data, providers).toString(),
                "SLUICE_DATA", data.resolve("standalone").toString()));
        List.of("DATABASE_URL", "REDIS_HOST", "REDIS_URL").forEach(elsewhere -> environment.put(elsewhere, ""));
        Child standalone = household.add(Child.start(data, "standalone", command, environment, DRAIN_SECONDS, lines));
        Probe.await(standalone, "http://127.0.0.1:" + port + "/q/health/ready");
        return standalone;
    }

    /** The address of the simulated providers. */
    private static String providers(Household household, Programs programs, DataFolder data) {
        CompletableFuture<Optional<String>> url = new CompletableFuture<>();
        List<String> command = programs.jar("provider-simulator", "--port", "0");
        Child simulator = household.add(Child.start(data, "providers", command, Map.of(), STOP_SECONDS, line -> {
            if (line.startsWith(READY)) {
                url.complete(Optional.of(line.substring(READY.length())));
            } else {
                System.out.println("providers | " + line);
            }
        }));
        var _ = simulator.onExit().thenAccept(ended -> url.complete(Optional.empty()));
        return url.join().orElseThrow(() -> new StartException("the simulated providers ended before they served"));
    }

    private static Path configuration(DataFolder data, String providers) {
        Path file = data.resolve("litellm_config.yaml");
        try {
            return Files.writeString(file, CONFIGURATION.formatted(providers));
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
