package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Files, and batches whose lines Sluice runs itself. */
@EveryShape
class BatchesTest {

    private static final String CHAT = Batches.CHAT;

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

    private String line(String id, String model, String prompt) {
        return Batches.line(id, model, nonces.prompt(prompt));
    }

    private List<String> lines(int count, String model, String prompt) {
        return IntStream.range(0, count)
                .mapToObj(i -> line("line-" + i, model, prompt))
                .toList();
    }

    @Test
    void shouldAnswerEachLineAndSayWhichCouldNotBeRun() {
        List<String> lines = new ArrayList<>();
        for (String model : List.of("gpt", "claude", "llama", "gemini")) {
            lines.add(line(model, model, "repeat: hello of " + model));
        }
        lines.add("");
        lines.add("{\"custom_id\": \"torn");
        lines.add(line("gpt", "gpt", "again"));
        lines.add(line("nobody", "no-such-model", "hello"));
        lines.add(line("elsewhere", "gpt", "hello").replace(CHAT, "/v1/embeddings"));
        lines.add(line("streamed", "gpt", "hello").replace("\"model\"", "\"stream\":true,\"model\""));
        String file = batches.upload(lines);

        JsonNode batch = batches.await(batches.create(file), "completed");

        assertThat(batch.at("/request_counts/total").asInt()).isEqualTo(9);
        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(4);
        assertThat(batch.at("/request_counts/failed").asInt()).isEqualTo(5);
        Map<String, JsonNode> answers = batches.results(batch.path("output_file_id"));
        assertThat(answers).containsOnlyKeys("gpt", "claude", "llama", "gemini");
        answers.forEach((model, answer) -> {
            assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(answer.at("/response/body/choices/0/message/content").asText())
                    .isEqualTo("hello of " + model);
            assertThat(answer.path("error").isNull()).isTrue();
        });
        Map<String, JsonNode> errors = batches.results(batch.path("error_file_id"));
        assertThat(errors).containsOnlyKeys("null", "gpt", "nobody", "elsewhere", "streamed");
        assertThat(errors.get("null").at("/error/code").asText()).isEqualTo("invalid_json_line");
        assertThat(errors.get("gpt").at("/error/code").asText()).isEqualTo("duplicate_custom_id");
        assertThat(errors.get("elsewhere").at("/error/code").asText()).isEqualTo("invalid_url");
        assertThat(errors.get("nobody").at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(errors.get("nobody").at("/response/body/error/message").asText())
                .contains("no-such-model");
        assertThat(errors.get("streamed").at("/response/status_code").asInt()).isEqualTo(400);
        shouldHaveBookedWhatProvidersSaw(4);
    }

    private void shouldHaveBookedWhatProvidersSaw(int calls) {
        List<String> seen = nonces.seen().stream().map(Entry::nonce).toList();
        assertThat(seen).hasSize(calls).doesNotHaveDuplicates();
        Eventually.holds(() -> assertThat(books.rows(key))
                .extracting(row -> row.path("end_user").asText())
                .containsExactlyInAnyOrderElementsOf(seen));
    }

    @Test
    void shouldFailLinesThatABudgetDoesNotPayFor() {
        client("\"max_budget\":0.05,\"budget_mode\":\"strict\"");

        JsonNode batch = batches.await(batches.create(batches.upload(lines(12, "cent", "hello"))), "completed");

        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(5);
        assertThat(batches.results(batch.path("error_file_id"))).hasSize(7).allSatisfy((id, result) -> {
            assertThat(result.at("/response/status_code").asInt()).isEqualTo(422);
            assertThat(result.at("/response/body/error/type").asText()).isEqualTo("budget_exceeded");
        });
        shouldHaveBookedWhatProvidersSaw(5);
        assertThat(Books.nanos(books.rows(key))).isEqualTo(50_000_000);
    }

    @Test
    void shouldAskWhatTheKeyMayDoWhenALineRuns() {
        client("\"models\":[\"gpt\"]");
        String file = batches.upload(List.of(line("allowed", "gpt", "hello"), line("refused", "claude", "hello")));

        JsonNode batch = batches.await(batches.create(file), "completed");

        assertThat(batches.results(batch.path("output_file_id"))).containsOnlyKeys("allowed");
        assertThat(batches.results(batch.path("error_file_id"))
                        .get("refused")
                        .at("/response/status_code")
                        .asInt())
                .isEqualTo(403);
        shouldHaveBookedWhatProvidersSaw(1);
    }

    @Test
    void shouldWaitForALimitOfTheMinuteInsteadOfFailing() {
        client("\"max_parallel_requests\":1");

        JsonNode batch = batches.await(batches.create(batches.upload(lines(6, "gpt", "hello"))), "completed");

        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(6);
        shouldHaveBookedWhatProvidersSaw(6);
    }

    @Test
    void shouldShowNobodyWhatIsNotTheirs() {
        String file = batches.upload(lines(1, "gpt", "hello"));
        String id = batches.create(file);
        JsonNode batch = batches.await(id, "completed");
        String output = batch.path("output_file_id").asText();
        Gateway other = sluice.gateway().as(books.newKey(""));
        for (String path : List.of(
                "/v1/files/" + file,
                "/files/" + output,
                "/v1/files/" + file + "/content",
                "/v1/files/" + output + "/content",
                "/v1/batches/" + id,
                "/batches/" + id)) {
            assertThat(other.get(path).status()).as(path).isEqualTo(404);
            assertThat(client.get(path).status()).as(path).isEqualTo(200);
            assertThat(sluice.gateway().get(path).status())
                    .as("the admin at " + path)
                    .isEqualTo(200);
        }
        assertThat(other.send("DELETE", "/v1/files/" + file, "").status()).isEqualTo(404);
        assertThat(other.send("POST", "/v1/batches/" + id + "/cancel", "").status())
                .isEqualTo(404);
        assertThat(other.post(
                                "/v1/batches",
                                "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"" + CHAT
                                        + "\",\"completion_window\":\"24h\"}")
                        .status())
                .isEqualTo(400);
        assertThat(other.get("/v1/files").ok().path("data")).isEmpty();
        assertThat(other.get("/v1/batches").ok().path("data")).isEmpty();
        assertThat(client.get("/v1/files").ok().path("data")).hasSize(2);
        assertThat(client.get("/v1/batches?limit=1").ok().path("data")).hasSize(1);

        assertThat(client.send("DELETE", "/v1/files/" + file, "")
                        .ok()
                        .path("deleted")
                        .asBoolean())
                .isTrue();
        assertThat(client.get("/v1/files/" + file).status()).isEqualTo(404);
    }

    @Test
    void shouldShareTheFilesOfAUserAmongTheUsersKeys() {
        String user = "\"user_id\":\"batch-user-" + nonces.prompt("").hashCode() + "\"";
        client(user);
        String file = batches.upload(lines(1, "gpt", "hello"));

        client(user);
        assertThat(client.get("/v1/files/" + file).status()).isEqualTo(200);
    }

    @Test
    void shouldStopWhenItIsCancelled() {
        String id = batches.create(batches.upload(lines(40, "gpt", "hello sim{first-ms=1500}")));
        Eventually.holds(() -> assertThat(nonces.seen()).isNotEmpty());

        JsonNode cancelling = client.post("/v1/batches/" + id + "/cancel", "{}").ok();

        assertThat(cancelling.path("status").asText()).isEqualTo("cancelling");
        JsonNode batch = batches.await(id, "cancelled");
        int completed = batch.at("/request_counts/completed").asInt();
        assertThat(completed).isBetween(1, 39);
        assertThat(batches.results(batch.path("output_file_id"))).hasSize(completed);
        shouldHaveBookedWhatProvidersSaw(completed);
        assertThat(client.post("/v1/batches/" + id + "/cancel", "{}").status()).isEqualTo(409);
    }

    @Test
    void shouldSayWhatIsWrongWithAFileOrABatch() {
        assertThat(batches.upload("batch", new byte[(3 << 20) + (1 << 17)]).status())
                .isEqualTo(413);
        assertThat(batches.upload("batch", new byte[(3 << 20) + 1]).status()).isEqualTo(413);
        assertThat(batches.upload("", new byte[1]).error()).contains("purpose");
        assertThat(client.post("/v1/files", "{}").status()).isEqualTo(422);
        String file = batches.upload(List.of(""));
        assertThat(batch(file, "/v1/fine_tuning/jobs", "24h").error())
                .contains("cannot be called by a batch", "/v1/embeddings");
        assertThat(batch(file, CHAT, "1h").error()).contains("completion_window");
        assertThat(batch("file-unknown", CHAT, "24h").error()).contains("file-unknown");
        assertThat(client.post("/v1/batches", "{}").status()).isEqualTo(400);

        String id = batch(file, CHAT, "24h").json().path("id").asText();

        JsonNode failed = batches.await(id, "failed");
        assertThat(failed.at("/errors/data/0/code").asText()).isEqualTo("empty_file");
    }

    private Answer batch(String file, String endpoint, String window) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return client.post(
                "/v1/batches",
                body.put("input_file_id", file).put("endpoint", endpoint).put("completion_window", window));
    }

    @Test
    void shouldKeepAFileOfManyPiecesAsItIs() {
        String content = "{\"some\":\"text\"}\n".repeat(180_000);
        String id = batches.upload("batch", content.getBytes(StandardCharsets.UTF_8))
                .ok()
                .path("id")
                .asText();

        assertThat(client.get("/files/" + id + "/content").text()).isEqualTo(content);
    }
}
