package io.sluice.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code ./sluice demo}: the standalone in front of simulated providers, with keys to try. Calls nobody outside this machine. */
public final class DemoMain {

    private static final String PREFERRED_PORT = "4000";

    private DemoMain() {}

    public static void main(String[] args) {
        Foreground.run(DemoMain::start);
    }

    private static void start(Household household) throws InterruptedException {
        LaunchSettings settings = LaunchSettings.of(withPlaces(System.getenv()));
        DataFolder data = DataFolder.open(settings.data());
        Ports.requireFree(settings);
        Programs programs = Programs.of(settings, Map.of());
        String masterKey = "sk-" + data.secret("demo.key", 24);
        SimulatedInstallation.start(
                household,
                programs,
                data,
                settings.port(),
                masterKey,
                programs.application("standalone"),
                System.out::println);
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
}
