package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Batches;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Batches that their provider runs. */
@EveryShape
class ProviderBatchesTest {

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
    private Batches batches;

    @BeforeEach
    void findSluice() {
        sluice = Installation.of(shape);
        books = new Books(sluice.gateway());
        client("");
    }

    private void client(String fields) {
        key = books.newKey(fields);
        client = sluice.gateway().as(key);
        batches = new Batches(client);
    }

    private String create(int lines, String provider) {
        return batches.create(batches.upload(lines(nonces, lines)), provider);
    }

    static List<String> lines(Nonces nonces, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Batches.line("line-" + i, MODEL, nonces.prompt("tell me sim{tokens=" + (i + 7) + "}")))
                .toList();
    }

    private void shouldHaveRunAtItsProvider(String id) {
        shouldHaveRunAtItsProvider(batches, id, nonces);
    }

    /** Of five lines. */
    static void shouldHaveRunAtItsProvider(Batches batches, String id, Nonces nonces) {
        JsonNode batch = batches.await(id, "completed");
        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(5);
        assertThat(batches.results(batch.path("output_file_id")))
                .containsOnlyKeys("line-0", "line-1", "line-2", "line-3", "line-4");
        assertThat(nonces.seen())
                .as("at the provider")
                .hasSize(5)
                .extracting(Entry::method)
                .containsOnly("BATCH");
    }

    /** Looks cost nothing and have rows, too. */
    static void shouldBeChargedOnce(Books books, String key) {
        Eventually.holds(() -> assertThat(books.rows(key))
                .filteredOn(row -> row.path("metadata").path("cost_nanos").asLong() > 0)
                .hasSize(1));
    }

    @Test
    void shouldHandABatchToItsProviderAndChargeItOnceAtBatchRates() {
        String id = create(5, "openai");

        shouldHaveRunAtItsProvider(id);

        long picos = 0;
        JsonNode output = batches.get(id).path("output_file_id");
        for (JsonNode result : batches.results(output).values()) {
            JsonNode usage = result.at("/response/body/usage");
            picos += usage.path("prompt_tokens").asLong() * INPUT_PICOS
                    + usage.path("completion_tokens").asLong() * OUTPUT_PICOS;
        }
        long nanos = picos / 1_000;
        shouldBeChargedOnce(books, key);
        assertThat(Books.nanos(books.rows(key))).isEqualTo(nanos);
        Gateway other = sluice.gateway().as(books.newKey(""));
        assertThat(other.get("/v1/batches/" + id).status()).isEqualTo(404);
    }

    @Test
    void shouldHandOverNothingThatAKeyMayNotDoOrAStrictBudgetCannotBound() {
        client("\"models\":[\"gpt\"]");
        JsonNode refused = batches.await(create(1, "openai"), "failed");
        assertThat(refused.at("/errors/data/0/code").asText()).isEqualTo("key_model_access_denied");

        client("\"max_budget\":1,\"budget_mode\":\"strict\"");
        JsonNode unbounded = batches.await(create(1, "openai"), "failed");
        assertThat(unbounded.at("/errors/data/0/message").asText()).contains("strict");
        assertThat(nonces.seen()).isEmpty();
        assertThat(client.post(
                                "/v1/batches",
                                "{\"input_file_id\":\"x\",\"endpoint\":\"" + Batches.CHAT
                                        + "\",\"completion_window\":\"24h\",\"custom_llm_provider\":\"bedrock\"}")
                        .error())
                .contains("bedrock");
    }

    @Test
    void shouldCancelAtTheProvider() {
        String id = create(2, "openai");
        Eventually.holds(() -> assertThat(nonces.seen()).isNotEmpty());
        Answer cancelled = client.post("/v1/batches/" + id + "/cancel", "{}");

        if (cancelled.status() == 200) {
            batches.await(id, "cancelled");
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
            batches = new Batches(new Gateway(process.url(), master));
            shouldHaveRunAtItsProvider(create(5, "azure"));
        } finally {
            process.terminate();
            process.awaitExit();
        }
    }
}
