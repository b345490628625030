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
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Files, and batches whose lines Sluice runs itself. */
@EveryShape
class BatchesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String CHAT = "/v1/chat/completions";

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
        client = client("");
    }

    private Gateway client(String fields) {
        key = books.newKey(fields);
        return sluice.gateway().as(key);
    }

    private String line(String id, String model, String prompt) {
        ObjectNode line = JSON.createObjectNode();
        line.put("custom_id", id).put("method", "POST").put("url", CHAT);
        line.set("body", Gateway.body(model, nonces.prompt(prompt)));
        return line.toString();
    }

    private List<String> lines(int count, String model, String prompt) {
        return IntStream.range(0, count)
                .mapToObj(i -> line("line-" + i, model, prompt))
                .toList();
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static Answer upload(Gateway client, String purpose, byte[] content) {
        return client.form("/v1/files", Map.of("purpose", purpose), "file", "input.jsonl", content);
    }

    private static String upload(Gateway client, List<String> lines) {
        byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        JsonNode file = ok(upload(client, "batch", content));
        assertThat(file.path("bytes").asInt()).isEqualTo(content.length);
        return file.path("id").asText();
    }

    private static String create(Gateway client, String file) {
        ObjectNode body = JSON.createObjectNode();
        body.put("input_file_id", file).put("endpoint", CHAT).put("completion_window", "24h");
        body.putObject("metadata").put("kept", "yes");
        JsonNode batch = ok(client.post("/v1/batches", body));
        assertThat(batch.path("status").asText()).isEqualTo("validating");
        assertThat(batch.at("/metadata/kept").asText()).isEqualTo("yes");
        return batch.path("id").asText();
    }

    private static JsonNode awaitStatus(Gateway client, String batch, String status) {
        Eventually.holdsWithin(PATIENCE, () -> {
            JsonNode now = ok(client.get("/v1/batches/" + batch));
            assertThat(now.path("status").asText()).as(now.toString()).isEqualTo(status);
        });
        return ok(client.get("/v1/batches/" + batch));
    }

    /** Lines of a result file by their {@code custom_id}. */
    private static Map<String, JsonNode> results(Gateway client, JsonNode file) {
        Map<String, JsonNode> results = new LinkedHashMap<>();
        if (!file.isNull()) {
            Answer content = client.get("/v1/files/" + file.asText() + "/content");
            assertThat(content.status()).isEqualTo(200);
            for (String line : content.text().split("\n", -1)) {
                if (!line.isEmpty()) {
                    JsonNode result = json(line);
                    results.put(result.path("custom_id").asText(), result);
                }
            }
        }
        return results;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
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
        String file = upload(client, lines);

        JsonNode batch = awaitStatus(client, create(client, file), "completed");

        assertThat(batch.at("/request_counts/total").asInt()).isEqualTo(9);
        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(4);
        assertThat(batch.at("/request_counts/failed").asInt()).isEqualTo(5);
        Map<String, JsonNode> answers = results(client, batch.path("output_file_id"));
        assertThat(answers).containsOnlyKeys("gpt", "claude", "llama", "gemini");
        answers.forEach((model, answer) -> {
            assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(answer.at("/response/body/choices/0/message/content").asText())
                    .isEqualTo("hello of " + model);
            assertThat(answer.path("error").isNull()).isTrue();
        });
        Map<String, JsonNode> errors = results(client, batch.path("error_file_id"));
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
        client = client("\"max_budget\":0.05,\"budget_mode\":\"strict\"");

        JsonNode batch = awaitStatus(client, create(client, upload(client, lines(12, "cent", "hello"))), "completed");

        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(5);
        assertThat(results(client, batch.path("error_file_id"))).hasSize(7).allSatisfy((id, result) -> {
            assertThat(result.at("/response/status_code").asInt()).isEqualTo(422);
            assertThat(result.at("/response/body/error/type").asText()).isEqualTo("budget_exceeded");
        });
        shouldHaveBookedWhatProvidersSaw(5);
        assertThat(Books.nanos(books.rows(key))).isEqualTo(50_000_000);
    }

    @Test
    void shouldAskWhatTheKeyMayDoWhenALineRuns() {
        client = client("\"models\":[\"gpt\"]");
        String file = upload(client, List.of(line("allowed", "gpt", "hello"), line("refused", "claude", "hello")));

        JsonNode batch = awaitStatus(client, create(client, file), "completed");

        assertThat(results(client, batch.path("output_file_id"))).containsOnlyKeys("allowed");
        assertThat(results(client, batch.path("error_file_id"))
                        .get("refused")
                        .at("/response/status_code")
                        .asInt())
                .isEqualTo(403);
        shouldHaveBookedWhatProvidersSaw(1);
    }

    @Test
    void shouldWaitForALimitOfTheMinuteInsteadOfFailing() {
        client = client("\"max_parallel_requests\":1");

        JsonNode batch = awaitStatus(client, create(client, upload(client, lines(6, "gpt", "hello"))), "completed");

        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(6);
        shouldHaveBookedWhatProvidersSaw(6);
    }

    @Test
    void shouldShowNobodyWhatIsNotTheirs() {
        String file = upload(client, lines(1, "gpt", "hello"));
        String id = create(client, file);
        JsonNode batch = awaitStatus(client, id, "completed");
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
        assertThat(ok(other.get("/v1/files")).path("data")).isEmpty();
        assertThat(ok(other.get("/v1/batches")).path("data")).isEmpty();
        assertThat(ok(client.get("/v1/files")).path("data")).hasSize(2);
        assertThat(ok(client.get("/v1/batches?limit=1")).path("data")).hasSize(1);

        assertThat(ok(client.send("DELETE", "/v1/files/" + file, ""))
                        .path("deleted")
                        .asBoolean())
                .isTrue();
        assertThat(client.get("/v1/files/" + file).status()).isEqualTo(404);
    }

    @Test
    void shouldShareTheFilesOfAUserAmongTheUsersKeys() {
        String user = "\"user_id\":\"batch-user-" + nonces.prompt("").hashCode() + "\"";
        String file = upload(client(user), lines(1, "gpt", "hello"));

        assertThat(client(user).get("/v1/files/" + file).status()).isEqualTo(200);
    }

    @Test
    void shouldStopWhenItIsCancelled() {
        String id = create(client, upload(client, lines(40, "gpt", "hello sim{first-ms=1500}")));
        Eventually.holds(() -> assertThat(nonces.seen()).isNotEmpty());

        JsonNode cancelling = ok(client.post("/v1/batches/" + id + "/cancel", "{}"));

        assertThat(cancelling.path("status").asText()).isEqualTo("cancelling");
        JsonNode batch = awaitStatus(client, id, "cancelled");
        int completed = batch.at("/request_counts/completed").asInt();
        assertThat(completed).isBetween(1, 39);
        assertThat(results(client, batch.path("output_file_id"))).hasSize(completed);
        shouldHaveBookedWhatProvidersSaw(completed);
        assertThat(client.post("/v1/batches/" + id + "/cancel", "{}").status()).isEqualTo(409);
    }

    @Test
    void shouldRunNoLineTwiceWhoeverIsKilled() {
        int count = 60;
        String id = create(client, upload(client, lines(count, "cent", "hello sim{first-ms=700}")));
        Eventually.holds(() -> assertThat(nonces.seen())
                .filteredOn(entry -> entry.outcome() != Outcome.IN_FLIGHT)
                .hasSizeGreaterThan(4));
        List<String> killed = sluice.parts();

        killed.forEach(part -> sluice.part(part).kill());
        sluice.restart(killed);

        client = sluice.gateway().as(key);
        JsonNode batch = awaitStatus(client, id, "completed");
        Map<String, JsonNode> answers = results(client, batch.path("output_file_id"));
        Map<String, JsonNode> errors = results(client, batch.path("error_file_id"));
        assertThat(answers.size() + errors.size()).isEqualTo(count);
        assertThat(errors)
                .as("only what had begun, by gateways with four at once")
                .hasSizeLessThanOrEqualTo(4 * sluice.gateways().size())
                .allSatisfy((line, result) ->
                        assertThat(result.at("/error/code").asText()).isEqualTo("batch_line_interrupted"));
        List<String> seen = nonces.seen().stream().map(Entry::nonce).toList();
        assertThat(seen).as("at the providers").doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(answers.size());
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows)
                    .extracting(row -> row.path("end_user").asText())
                    .doesNotHaveDuplicates()
                    .containsAll(seen);
        });
    }

    @Test
    void shouldSayWhatIsWrongWithAFileOrABatch() {
        assertThat(upload(client, "batch", new byte[(3 << 20) + (1 << 17)]).status())
                .isEqualTo(413);
        assertThat(upload(client, "batch", new byte[(3 << 20) + 1]).status()).isEqualTo(413);
        assertThat(upload(client, "assistants", new byte[1]).error()).contains("purpose");
        assertThat(client.post("/v1/files", "{}").status()).isEqualTo(422);
        String file = upload(client, List.of(""));
        assertThat(batch(file, "/v1/fine_tuning/jobs", "24h").error())
                .contains("cannot be called by a batch", "/v1/embeddings");
        assertThat(batch(file, CHAT, "1h").error()).contains("completion_window");
        assertThat(batch("file-unknown", CHAT, "24h").error()).contains("file-unknown");
        assertThat(client.post("/v1/batches", "{}").status()).isEqualTo(400);

        String id = batch(file, CHAT, "24h").json().path("id").asText();

        JsonNode failed = awaitStatus(client, id, "failed");
        assertThat(failed.at("/errors/data/0/code").asText()).isEqualTo("empty_file");
    }

    private Answer batch(String file, String endpoint, String window) {
        ObjectNode body = JSON.createObjectNode();
        return client.post(
                "/v1/batches",
                body.put("input_file_id", file).put("endpoint", endpoint).put("completion_window", window));
    }

    @Test
    void shouldKeepAFileOfManyPiecesAsItIs() {
        String content = "{\"some\":\"text\"}\n".repeat(180_000);
        String id = ok(upload(client, "batch", content.getBytes(StandardCharsets.UTF_8)))
                .path("id")
                .asText();

        assertThat(client.get("/files/" + id + "/content").text()).isEqualTo(content);
    }
}
