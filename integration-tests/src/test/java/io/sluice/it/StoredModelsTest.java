package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import io.sluice.it.harness.Shape;
import io.sluice.it.harness.Standalone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Models come, change and go while calls run: through the API and through the file. */
@EveryShape
class StoredModelsTest {

    private static final Duration EVERYWHERE = Duration.ofSeconds(5);
    private static final String REFUSED_FILE = "the last good one goes on serving";
    private static final String SECRET = "sk-provider-of-stored-4711";

    @Parameter
    Shape shape;

    private final Nonces nonces = new Nonces();
    private final String name = "added-" + UUID.randomUUID();
    private Installation sluice;

    @BeforeEach
    void findSluice() {
        sluice = Installation.of(shape);
    }

    private static String model(String name, String model, String key, String id) {
        return """
            {"model_name": "%s", "model_info": {"id": "%s"},
             "litellm_params": {"model": "%s", "api_key": "%s", "api_base": "%s/v1"}}
            """.formatted(name, id, model, key, Installation.PROVIDERS.url());
    }

    private Answer chat(Gateway gateway) {
        return gateway.chat(name, nonces.prompt("hello"));
    }

    private void onEveryGateway(int status) {
        Eventually.holdsWithin(
                EVERYWHERE,
                () -> sluice.gateways()
                        .forEach(gateway -> assertThat(chat(gateway).status()).isEqualTo(status)));
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    @Test
    void shouldServeAModelAtOnceChangeItAndForgetItWithoutALostCall() {
        Gateway admin = sluice.gateway();
        String id = name + "-id";
        try (Traffic traffic = new Traffic(sluice, nonces)) {
            Answer added = ok(admin.post("/model/new", model(name, "openai/gpt-4o", SECRET, id)));
            assertThat(added.json().path("model_id").asText()).isEqualTo(id);
            ok(chat(admin));
            onEveryGateway(200);
            assertThat(ok(admin.get("/v1/models")).text()).contains(name);
            String info = ok(admin.get("/model/info?litellm_model_id=" + id)).text();
            assertThat(info).contains("\"db_model\":true").doesNotContain(SECRET);
            assertThat(added.text()).doesNotContain(SECRET);

            ok(admin.post(
                    "/model/update",
                    "{\"model_info\": {\"id\": \"" + id + "\"}, \"litellm_params\": {\"api_key\": \"sk-invalid-9\"}}"));
            assertThat(chat(admin).status()).as("the new key is in force").isEqualTo(401);
            onEveryGateway(401);
            ok(admin.send(
                    "PATCH", "/model/" + id + "/update", "{\"litellm_params\": {\"api_key\": \"" + SECRET + "\"}}"));
            ok(chat(admin));

            ok(admin.post("/model/delete", "{\"id\": \"" + id + "\"}"));
            assertThat(chat(admin).status()).isEqualTo(400);
            onEveryGateway(400);
            assertThat(admin.get("/v1/models").text()).doesNotContain(name);
            traffic.shouldHaveLostNothing();
        }
        sluice.parts().forEach(part -> assertThat(sluice.part(part).output()).doesNotContain(SECRET));
    }

    @Test
    void shouldServeAChangedFileWithoutALostCall() throws IOException {
        Path file = sluice.configurationFile();
        String before = Files.readString(file);
        try (Traffic traffic = new Traffic(sluice, nonces)) {
            replace(
                    file,
                    before.replace(
                            "model_list:\n",
                            "model_list:\n  - model_name: " + name
                                    + "\n    litellm_params: {model: openai/gpt-4o, api_base: \""
                                    + Installation.PROVIDERS.url() + "/v1\", api_key: sk-provider}\n"));
            Eventually.holdsWithin(
                    Duration.ofSeconds(10),
                    () -> sluice.gateways()
                            .forEach(gateway ->
                                    assertThat(chat(gateway).status()).isEqualTo(200)));
            List<String> readers = sluice.parts().stream()
                    .filter(part -> says(part, "Configuration " + file + " reloaded"))
                    .toList();
            assertThat(readers).isNotEmpty();
            replace(file, "model_list: this is no list\n");
            Eventually.holdsWithin(
                    Duration.ofSeconds(10), () -> assertThat(readers).allMatch(part -> says(part, REFUSED_FILE)));
            sluice.gateways().forEach(gateway -> ok(chat(gateway)));
            traffic.shouldHaveLostNothing();
        } finally {
            replace(file, before);
        }
        Eventually.holdsWithin(
                Duration.ofSeconds(10),
                () -> assertThat(chat(sluice.gateway()).status()).isEqualTo(400));
    }

    private boolean says(String part, String words) {
        return sluice.part(part).output().contains(words);
    }

    private static void replace(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, text);
        Files.move(beside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void shouldKeepAModelOverARestartOfEverything() {
        ok(sluice.gateway().post("/model/new", model(name, "openai/gpt-4o", SECRET, name)));
        sluice.parts().forEach(part -> sluice.part(part).kill());
        sluice.restart(sluice.parts());

        sluice.gateways().forEach(gateway -> ok(chat(gateway)));
        ok(sluice.gateway().post("/model/delete", "{\"id\": \"" + name + "\"}"));
    }

    @Test
    void shouldLetNobodyElseAddAModel() {
        Gateway holder = sluice.gateway().as(new Books(sluice.gateway()).newKey(""));

        for (String path : List.of("/model/new", "/model/update", "/model/delete")) {
            assertThat(holder.post(path, model(name, "openai/gpt-4o", SECRET, name))
                            .status())
                    .as(path)
                    .isIn(401, 403);
        }
        assertThat(holder.send("PATCH", "/model/" + name + "/update", "{}").status())
                .isIn(401, 403);
    }

    /** One of an installation's models was sealed with a key that is not the one of now: the others go on. */
    @Test
    void shouldSayWhichModelAWrongSaltKeyMakesUnavailable() throws IOException {
        if (shape != Shape.STANDALONE) {
            return;
        }
        Path file = Run.folder("salt").resolve("litellm_config.yaml");
        Files.writeString(file, """
            model_list:
              - model_name: of-the-file
                litellm_params: {model: openai/gpt-4o, api_base: "%s/v1", api_key: sk-provider}
            general_settings: {store_model_in_db: true}
            """.formatted(Installation.PROVIDERS.url()));
        String master = Installation.strongKey();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LITELLM_MASTER_KEY", master);
        environment.put("CONFIG_FILE_PATH", file.toString());
        environment.put("LITELLM_SALT_KEY", "salt-of-the-first-start");
        ServiceProcess first = Standalone.start("salt", environment).awaitReady();
        ok(new Gateway(first.url(), master).post("/model/new", model(name, "openai/gpt-4o", SECRET, name)));
        ok(chat(new Gateway(first.url(), master)));
        first.terminate();
        first.awaitExit();
        environment.put("LITELLM_SALT_KEY", "another-salt");

        ServiceProcess second = Standalone.start("salt", environment).awaitReady();

        Gateway gateway = new Gateway(second.url(), master);
        try {
            ok(gateway.chat("of-the-file", nonces.prompt("hello")));
            Answer refused = chat(gateway);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.error()).contains("LITELLM_SALT_KEY").doesNotContain("another-salt", SECRET);
            assertThat(gateway.post("/model/update", "{\"model_info\": {\"id\": \"" + name + "\"}}")
                            .status())
                    .isEqualTo(400);
            ok(gateway.post("/model/delete", "{\"id\": \"" + name + "\"}"));
            assertThat(chat(gateway).status()).isEqualTo(400);
            assertThat(second.output()).contains(name, "LITELLM_SALT_KEY").doesNotContain("another-salt", SECRET);
        } finally {
            second.terminate();
            second.awaitExit();
        }
    }

    /** Calls of a model that does not change, plain and streamed, over all gateways, without a pause. */
    private static final class Traffic implements AutoCloseable {

        private static final int CLIENTS = 4;

        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger served = new AtomicInteger();
        private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
        private final List<Thread> clients;

        Traffic(Installation sluice, Nonces nonces) {
            clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> run(sluice, nonces, i)))
                    .toList();
        }

        private void run(Installation sluice, Nonces nonces, int client) {
            for (int i = client; !over.get(); i++) {
                Gateway gateway = sluice.gateway(i);
                try {
                    Answer answer = client % 2 == 0
                            ? gateway.chat("gpt", nonces.prompt("hello"))
                            : gateway.stream("gpt", nonces.prompt("sim{tokens=20,chunk=4,chunk-ms=20}"));
                    if (answer.status() != 200 || (client % 2 == 1 && !answer.done())) {
                        lost.add(answer.status() + " " + answer.text());
                    }
                    served.incrementAndGet();
                } catch (RuntimeException e) {
                    lost.add(e.toString());
                }
            }
        }

        void shouldHaveLostNothing() {
            close();
            assertThat(lost).isEmpty();
            assertThat(served.get()).isPositive();
        }

        @Override
        public void close() {
            over.set(true);
            clients.forEach(client -> {
                try {
                    client.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
