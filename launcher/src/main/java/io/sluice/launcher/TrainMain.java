package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs the standalone once, with some calls to simulated providers, and makes an AOT cache (JEP 483) of what the JVM noted down: later starts find
 * its classes loaded and linked. The last step of a build; the cache holds for the very jars and flags that wrote it.
 */
public final class TrainMain {

    private static final int CALLS = 20;
    private static final long STOP_SECONDS = 10;

    private TrainMain() {}

    /** @param args a folder for the data of the run; it may be deleted afterwards */
    public static void main(String[] args) throws InterruptedException {
        LaunchSettings settings = LaunchSettings.of(System.getenv());
        Programs programs = Programs.of(settings, Map.of());
        String masterKey = "sk-" + Secrets.random(24);
        int port = Ports.free();
        Path notes = Path.of(args[0]).toAbsolutePath().resolve("app.aot.config");
        try (DataFolder data = DataFolder.open(Path.of(args[0]));
                Household household = new Household();
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            Child standalone = SimulatedInstallation.start(
                    household,
                    programs,
                    data,
                    port,
                    masterKey,
                    programs.recording("standalone", notes),
                    System.out::println);
            for (int call = 0; call < CALLS; call++) {
                for (String model : SimulatedInstallation.MODELS) {
                    call(client, port, masterKey, model, call % 2 == 0);
                }
            }
            standalone.close();
            Child learning = household.add(Child.start(
                    data,
                    "AOT cache",
                    programs.learning("standalone", notes),
                    Map.of(),
                    STOP_SECONDS,
                    System.out::println));
            learning.onExit().join();
        }
        Path cache = programs.aotCache("standalone");
        if (!Files.isRegularFile(cache)) {
            throw new StartException("the JVM wrote no " + cache);
        }
    }

    private static void call(HttpClient client, int port, String key, String model, boolean stream)
            throws InterruptedException {
        String body = """
                {"model": "%s", "stream": %s, "messages": [{"role": "user", "content": "Say hello"}]}
                """.formatted(model, stream);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            client.send(request, BodyHandlers.discarding());
        } catch (IOException e) {
            throw new StartException("a call of the training failed: " + e.getMessage(), e);
        }
    }
}
