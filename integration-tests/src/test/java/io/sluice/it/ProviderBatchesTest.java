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
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Batches that their provider runs. */
@EveryShape
class ProviderBatchesTest {

    private static final String MODEL = "gpt-4o-mini";

    /**
     * Half of what a call costs, in millionths of a micro-dollar: platform.openai.com/docs/pricing, platform.claude.com/docs/en/about-claude/pricing,
     * ai.google.dev/gemini-api/docs/pricing, mistral.ai/pricing (seen 2026-11-26).
     */
    private enum Provider {
        OPENAI(MODEL, 75_000, 300_000),
        AZURE(MODEL, 75_000, 300_000),
        ANTHROPIC("claude-sonnet-4-5", 1_500_000, 7_500_000),
        GEMINI("gemini-2.5-flash", 150_000, 1_250_000),
        MISTRAL("mistral-large-latest", 250_000, 750_000);

        private final String model;
        private final long inputPicos;
        private final long outputPicos;

        Provider(String model, long inputPicos, long outputPicos) {
            this.model = model;
            this.inputPicos = inputPicos;
            this.outputPicos = outputPicos;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A batch with a line that its provider refuses. */
    private record HandedIn(Provider provider, String key, Batches batches, String id, Nonces nonces) {}

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
        return lines(MODEL, nonces, count);
    }

    private static List<String> lines(String model, Nonces nonces, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Batches.line("line-" + i, model, nonces.prompt("tell me sim{tokens=" + (i + 7) + "}")))
                .toList();
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

    /** All at once: what takes time is waiting. */
    @Test
    void shouldHandBatchesToTheirProvidersAndChargeThemOnceAtHalfThePrice() {
        List<HandedIn> all = Arrays.stream(Provider.values()).map(this::handIn).toList();

        all.forEach(this::shouldHaveRunAndBeenCharged);
    }

    private HandedIn handIn(Provider provider) {
        client("");
        Nonces own = new Nonces();
        List<String> lines = new ArrayList<>(lines(provider.model, own, 5));
        lines.add(Batches.line("refused", provider.model, "no sim{status=400}"));
        return new HandedIn(provider, key, batches, batches.create(batches.upload(lines), provider.label()), own);
    }

    private void shouldHaveRunAndBeenCharged(HandedIn handed) {
        shouldHaveRunAtItsProvider(handed.batches, handed.id, handed.nonces);
        JsonNode batch = handed.batches.get(handed.id);
        long picos = 0;
        for (JsonNode result :
                handed.batches.results(batch.path("output_file_id")).values()) {
            JsonNode body = result.at("/response/body");
            assertThat(body.path("object").asText()).isEqualTo("chat.completion");
            assertThat(body.at("/choices/0/message/content").asText()).isNotEmpty();
            picos += body.at("/usage/prompt_tokens").asLong() * handed.provider.inputPicos
                    + body.at("/usage/completion_tokens").asLong() * handed.provider.outputPicos;
        }
        JsonNode refused = handed.batches.results(batch.path("error_file_id")).get("refused");
        assertThat(refused.at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(refused.at("/response/body/error/message").asText()).contains("Simulated failure");
        shouldBeChargedOnce(books, handed.key);
        // each line is rounded by itself
        assertThat(Books.nanos(books.rows(handed.key)))
                .as(handed.provider.name())
                .isBetween(picos / 1_000, picos / 1_000 + 10);
        assertThat(client.get("/v1/batches/" + handed.id).status()).isEqualTo(handed.key.equals(key) ? 200 : 404);
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

    /** Its lines are in no file of the provider's until then, and come back beside them. */
    @Test
    void shouldNeedNoInputFileThatItsOwnerDeletedMeanwhile() {
        String file = batches.upload(lines(Provider.ANTHROPIC.model, nonces, 5));
        String id = batches.create(file, "anthropic");

        assertThat(client.send("DELETE", "/v1/files/" + file, "").status()).isEqualTo(200);

        assertThat(client.get("/v1/files/" + file).status()).isEqualTo(404);
        shouldHaveRunAtItsProvider(batches, id, nonces);
    }

    @Test
    void shouldFailABatchWithALineThatItsProviderCannotTake() {
        List<String> lines = new ArrayList<>(lines(Provider.ANTHROPIC.model, nonces, 2));
        lines.add(Batches.line("other", "claude-opus-4-1", nonces.prompt("hello")));

        JsonNode failed = batches.await(batches.create(batches.upload(lines), "anthropic"), "failed");

        assertThat(failed.at("/errors/data/0/message").asText()).contains("Line 3", "another model");
        assertThat(nonces.seen()).isEmpty();
    }
}
