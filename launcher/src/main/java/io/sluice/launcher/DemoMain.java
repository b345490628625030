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

/** {@code ./sluice demo}: the standalone in front of simulated providers, with keys to try. Calls nobody outside this machine. */
public final class DemoMain {

    private static final String CONFIGURATION = """
            # Written by ./sluice demo at each start. The providers are simulated.
            model_list:
              - model_name: gpt-4o
                litellm_params: {model: openai/gpt-4o, api_base: "%1$s/v1", api_key: sk-simulated}
              - model_name: claude-sonnet-4-5
                litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: "%1$s", api_key: sk-simulated}
              - model_name: llama3.1
                litellm_params: {model: ollama_chat/llama3.1, api_base: "%1$s"}
            """;

    private static final String READY = "Simulator is ready at ";
    private static final String PREFERRED_PORT = "4000";

    /** Longer than the standalone waits for calls under way. */
    private static final long DRAIN_SECONDS = 100;

    private static final long STOP_SECONDS = 10;

    private DemoMain() {}

    public static void main(String[] args) {
        Foreground.run(DemoMain::start);
    }

    private static void start(Household household) throws InterruptedException {
        LaunchSettings settings = LaunchSettings.of(withPlaces(System.getenv()));
        DataFolder data = DataFolder.open(settings.data());
        Ports.requireFree(settings);
        Programs programs = Programs.of(settings, Map.of());
        String providers = simulator(household, programs, data);
        String masterKey = "sk-" + data.secret("demo.key", 24);
        Map<String, String> environment = Map.of(
                "PORT",
                Integer.toString(settings.port()),
                "LITELLM_MASTER_KEY",
                masterKey,
                "CONFIG_FILE_PATH",
                configuration(data, providers).toString(),
                "SLUICE_DATA",
                data.resolve("standalone").toString(),
                "DATABASE_URL",
                "",
                "REDIS_HOST",
                "",
                "REDIS_URL",
                "");
        Child standalone = household.add(Child.start(
                data,
                "standalone",
                programs.application("standalone"),
                environment,
                DRAIN_SECONDS,
                System.out::println));
        Probe.await(standalone, settings.url() + "/q/health/ready");
        System.out.println(DemoText.of(settings.url(), masterKey, data.path()));
    }

    /** Port and data folder that were not chosen: the usual port or else a free one, and a folder for each port. */
    private static Map<String, String> withPlaces(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        if (all.getOrDefault("PORT", "").isBlank()) {
            all.put("PORT", PREFERRED_PORT);
            if (!Ports.isFree(LaunchSettings.of(all))) {
                all.put("PORT", Integer.toString(Ports.free()));
            }
        }
        if (all.getOrDefault("SLUICE_DATA", "").isBlank()) {
            Path home = LaunchSettings.of(all).home();
            all.put(
                    "SLUICE_DATA",
                    home.resolve(".sluice-demo").resolve(all.get("PORT")).toString());
        }
        return all;
    }

    /** The address of the simulated providers. */
    private static String simulator(Household household, Programs programs, DataFolder data) {
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
