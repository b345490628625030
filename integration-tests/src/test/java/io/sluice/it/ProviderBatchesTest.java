package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.sluice.simulator.journal.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Batches that their provider runs. */
@EveryShape
class ProviderBatchesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String CHAT = "/v1/chat/completions";
    private static final String MODEL = "gpt-4o-mini";

    /** Half of what a call costs: platform.openai.com/docs/pricing (seen 2026-11-26). */
    private static final long INPUT_PICOS = 75_000;

    private static final long OUTPUT_PICOS = 300_000;

    @Parameter
    Shape shape;

    private final Nonces nonces = new Nonces();
    private Installation sluice;
    private Books books;
    private String key;
    private Gateway client;

    @BeforeEach
    void findSluice() {
        sluice = Installation.of(shape);
        books = new Books(sluice.gateway());
        client("");
    }

    private void client(String fields) {
        key = books.newKey(fields);
        client = sluice.gateway().as(key);
    }

    private String line(int number) {
        ObjectNode line = JSON.createObjectNode();
        line.put("custom_id", "line-" + number).put("method", "POST").put("url", CHAT);
        line.set("body", Gateway.body(MODEL, nonces.prompt("tell me sim{tokens=" + (number + 7) + "}")));
        return line.toString();
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String create(int lines, String provider) {
        String content =
                String.join("\n", IntStream.range(0, lines).mapToObj(this::line).toList());
        String file = ok(client.form(
                        "/v1/files",
                        Map.of("purpose", "batch"),
                        "file",
                        "in.jsonl",
                        content.getBytes(StandardCharsets.UTF_8)))
                .path("id")
                .asText();
        ObjectNode body = JSON.createObjectNode();
        body.put("input_file_id", file).put("endpoint", CHAT).put("completion_window", "24h");
        return ok(client.post("/v1/batches", body.put("custom_llm_provider", provider)))
                .path("id")
                .asText();
    }

    private JsonNode awaitStatus(String batch, String status) {
        Eventually.holdsWithin(PATIENCE, () -> {
            JsonNode now = ok(client.get("/v1/batches/" + batch));
            assertThat(now.path("status").asText()).as(now.toString()).isEqualTo(status);
        });
        return ok(client.get("/v1/batches/" + batch));
    }

    private List<JsonNode> results(JsonNode batch) throws IOException {
        String text = client.get("/v1/files/" + batch.path("output_file_id").asText() + "/content")
                .text();
        List<JsonNode> results = new ArrayList<>();
        for (String line : text.strip().split("\n", -1)) {
            results.add(JSON.readTree(line));
        }
        return results;
    }

    private void shouldHaveRunAtItsProvider(String id) throws IOException {
        JsonNode batch = awaitStatus(id, "completed");
        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(5);
        List<JsonNode> results = results(batch);
        assertThat(results)
                .extracting(result -> result.path("custom_id").asText())
                .containsExactlyInAnyOrder("line-0", "line-1", "line-2", "line-3", "line-4");
        assertThat(nonces.seen())
                .as("at the provider")
                .hasSize(5)
                .extracting(Entry::method)
                .containsOnly("BATCH");
    }

    @Test
    void shouldHandABatchToItsProviderAndChargeItOnceAtBatchRates() throws IOException {
        String id = create(5, "openai");

        shouldHaveRunAtItsProvider(id);

        long picos = 0;
        for (JsonNode result : results(awaitStatus(id, "completed"))) {
            JsonNode usage = result.at("/response/body/usage");
            picos += usage.path("prompt_tokens").asLong() * INPUT_PICOS
                    + usage.path("completion_tokens").asLong() * OUTPUT_PICOS;
        }
        long nanos = picos / 1_000;
        Eventually.holds(() -> assertThat(books.rows(key))
                .filteredOn(row -> row.path("metadata").path("cost_nanos").asLong() > 0)
                .hasSize(1));
        assertThat(Books.nanos(books.rows(key))).isEqualTo(nanos);
        Gateway other = sluice.gateway().as(books.newKey(""));
        assertThat(other.get("/v1/batches/" + id).status()).isEqualTo(404);
    }

    @Test
    void shouldHandOverNothingThatAKeyMayNotDoOrAStrictBudgetCannotBound() {
        client("\"models\":[\"gpt\"]");
        JsonNode refused = awaitStatus(create(1, "openai"), "failed");
        assertThat(refused.at("/errors/data/0/code").asText()).isEqualTo("key_model_access_denied");

        client("\"max_budget\":1,\"budget_mode\":\"strict\"");
        JsonNode unbounded = awaitStatus(create(1, "openai"), "failed");
        assertThat(unbounded.at("/errors/data/0/message").asText()).contains("strict");
        assertThat(nonces.seen()).isEmpty();
        assertThat(client.post(
                                "/v1/batches",
                                "{\"input_file_id\":\"x\",\"endpoint\":\"" + CHAT
                                        + "\",\"completion_window\":\"24h\",\"custom_llm_provider\":\"bedrock\"}")
                        .error())
                .contains("bedrock");
    }

    /** What was handed in is found again, and neither handed in nor charged twice. */
    @Test
    void shouldGoOnAfterEverythingWasKilled() throws IOException {
        String id = create(5, "openai");
        Eventually.holds(() -> assertThat(
                        ok(client.get("/v1/batches/" + id)).path("status").asText())
                .isNotEqualTo("validating"));
        List<String> killed = sluice.parts();
        killed.forEach(part -> sluice.part(part).kill());
        sluice.restart(killed);
        client = sluice.gateway().as(key);

        shouldHaveRunAtItsProvider(id);

        Eventually.holds(() -> assertThat(books.rows(key))
                .filteredOn(row -> row.path("metadata").path("cost_nanos").asLong() > 0)
                .hasSize(1));
    }

    @Test
    void shouldCancelAtTheProvider() {
        String id = create(2, "openai");
        Eventually.holds(() -> assertThat(nonces.seen()).isNotEmpty());
        Answer cancelled = client.post("/v1/batches/" + id + "/cancel", "{}");

        if (cancelled.status() == 200) {
            awaitStatus(id, "cancelled");
        } else {
            assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(409);
        }
    }

    @Test
    void shouldHandABatchToAzure() throws IOException {
        if (shape != Shape.STANDALONE) {
            return;
        }
        Path file = Run.folder("azure-batches").resolve("litellm_config.yaml");
        Files.writeString(file, "model_list: []\n");
        String master = Installation.strongKey();
        ServiceProcess process = Standalone.start(
                        "azure-batches",
                        Map.of(
                                "LITELLM_MASTER_KEY",
                                master,
                                "CONFIG_FILE_PATH",
                                file.toString(),
                                "AZURE_API_BASE",
                                Installation.PROVIDERS.url().toString(),
                                "AZURE_API_KEY",
                                "sk-provider"))
                .awaitReady();
        try {
            client = new Gateway(process.url(), master);
            shouldHaveRunAtItsProvider(create(5, "azure"));
        } finally {
            process.terminate();
            process.awaitExit();
        }
    }
}
