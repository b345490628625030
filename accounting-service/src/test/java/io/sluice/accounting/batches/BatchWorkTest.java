package io.sluice.accounting.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Eventually;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.batches.BatchWork;
import io.sluice.contracts.batches.LineResult;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the books promise to those who run lines. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class BatchWorkTest {

    private static final String CHAT = "/v1/chat/completions";

    @Inject
    BatchWork work;

    @Inject
    FileStore files;

    @Inject
    Sql sql;

    private final Books admin = Books.admin();

    @AfterEach
    void forget() {
        sql.rows("DELETE FROM batches");
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private String batch(int lines) {
        String content = IntStream.range(0, lines)
                .mapToObj(i -> "{\"custom_id\":\"" + i + "\",\"method\":\"POST\",\"url\":\"" + CHAT
                        + "\",\"body\":{\"n\":" + i + "}}")
                .collect(Collectors.joining("\n"));
        String file = "file-" + UUID.randomUUID();
        get(files.begin(new NewFile(file, "admin", "in.jsonl", "batch", 0)));
        get(files.append(file, 0, content.getBytes(StandardCharsets.UTF_8)));
        get(files.complete(file));
        Response made =
                admin.post("/v1/batches", Map.of("input_file_id", file, "endpoint", CHAT, "completion_window", "24h"));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(200);
        String id = made.path("id");
        Eventually.until("the input was read", () -> status(id).equals("in_progress"));
        return id;
    }

    private String status(String batch) {
        return admin.get("/v1/batches/" + batch).path("status");
    }

    private String content(String file) {
        return new String(get(files.piece(file, 0)).orElseThrow(), StandardCharsets.UTF_8);
    }

    private void answer(BatchLine line) {
        get(work.done(new LineResult(line.callId(), 200, line.body())));
    }

    @Test
    void shouldGiveEachLineToOneClaimAlone() {
        batch(50);
        List<CompletableFuture<List<BatchLine>>> claims = IntStream.range(0, 20)
                .mapToObj(i -> work.claim(4).toCompletableFuture())
                .toList();

        List<String> bodies = new ArrayList<>();
        claims.forEach(claim ->
                claim.join().forEach(line -> bodies.add(new String(line.body(), StandardCharsets.UTF_8))));
        for (List<BatchLine> more = get(work.claim(4)); !more.isEmpty(); more = get(work.claim(4))) {
            more.forEach(line -> bodies.add(new String(line.body(), StandardCharsets.UTF_8)));
        }

        assertThat(bodies).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void shouldServeBatchesInTurn() {
        Set<String> batches = Set.of(batch(6), batch(6));
        Set<String> served = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            String call = get(work.claim(2)).getFirst().callId();
            served.add(sql.rows("SELECT batch_id FROM batch_lines WHERE call_id = $1", call)
                    .getFirst()
                    .getString(0));
        }

        assertThat(served).isEqualTo(batches);
    }

    @Test
    void shouldGiveALineThatWasNotBegunToSomebodyElseWhenItsLeaseEnds() {
        batch(1);
        BatchLine first = get(work.claim(1)).getFirst();
        sql.rows("UPDATE batch_lines SET lease_until = now() - interval '1 second'");

        List<BatchLine> again = new ArrayList<>();
        Eventually.until("the line is free again", () -> again.addAll(get(work.claim(1))));

        assertThat(again.getFirst().callId()).isNotEqualTo(first.callId());
        assertThat(get(work.begin(first.callId())))
                .as("the first claim is over")
                .isFalse();
        assertThat(get(work.begin(again.getFirst().callId()))).isTrue();
    }

    @Test
    void shouldNeverRunALineAgainThatHadBegun() {
        String id = batch(2);
        BatchLine lost = get(work.claim(1)).getFirst();
        assertThat(get(work.begin(lost.callId()))).isTrue();
        sql.rows("UPDATE batch_lines SET lease_until = now() - interval '1 second' WHERE state = 'begun'");
        Eventually.until(
                "the loss is noticed",
                () -> admin.get("/v1/batches/" + id).<Integer>path("request_counts.failed") == 1);
        BatchLine other = get(work.claim(2)).getFirst();
        answer(other);

        Eventually.until("it is over", () -> status(id).equals("completed"));

        String errors = admin.get("/v1/batches/" + id).path("error_file_id");
        assertThat(content(errors)).contains("batch_line_interrupted", "\"custom_id\":\"0\"");
    }

    @Test
    void shouldTakeAResultThatComesAfterTheLeaseEnded() {
        String id = batch(2);
        BatchLine late = get(work.claim(1)).getFirst();
        get(work.begin(late.callId()));
        sql.rows("UPDATE batch_lines SET lease_until = now() - interval '1 second' WHERE state = 'begun'");
        Eventually.until(
                "the loss is noticed",
                () -> admin.get("/v1/batches/" + id).<Integer>path("request_counts.failed") == 1);

        answer(late);

        assertThat(admin.get("/v1/batches/" + id).<Integer>path("request_counts.completed"))
                .isEqualTo(1);
    }

    @Test
    void shouldBeginNothingOfABatchThatIsCancelled() {
        String id = batch(3);
        BatchLine line = get(work.claim(1)).getFirst();
        assertThat(admin.post("/v1/batches/" + id + "/cancel", Map.of()).statusCode())
                .isEqualTo(200);

        assertThat(get(work.begin(line.callId()))).isFalse();
        assertThat(get(work.claim(4))).isEmpty();
        get(work.putBack(line.callId(), 0));

        Eventually.until("it is over", () -> status(id).equals("cancelled"));
    }

    @Test
    void shouldEndABatchWhoseWindowIsOver() {
        String id = batch(2);
        answer(get(work.claim(1)).getFirst());
        sql.rows("UPDATE batches SET expires_at = now() - interval '1 second'");

        Eventually.until("it is over", () -> status(id).equals("expired"));

        Response batch = admin.get("/v1/batches/" + id);
        assertThat(content(batch.path("output_file_id"))).contains("\"custom_id\":\"0\"");
        assertThat(content(batch.path("error_file_id"))).contains("batch_expired", "\"custom_id\":\"1\"");
        assertThat(batch.<Integer>path("expired_at")).isPositive();
    }

    @Test
    void shouldLeaveALineAloneUntilItsTimeComes() {
        batch(1);
        BatchLine line = get(work.claim(1)).getFirst();
        get(work.begin(line.callId()));
        get(work.putBack(line.callId(), 3_600_000));

        assertThat(get(work.claim(1))).isEmpty();
        sql.rows("UPDATE batch_lines SET not_before = now()");
        assertThat(get(work.claim(1)).getFirst().tries()).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatALineSaidByteByByte() {
        String id = batch(1);
        BatchLine line = get(work.claim(1)).getFirst();
        String answer = "{\"text\":\"\\u0000 ü 1.10\",\"n\":1.10000000000000000000001}";
        get(work.done(new LineResult(line.callId(), 200, answer.getBytes(StandardCharsets.UTF_8))));

        Eventually.until("it is over", () -> status(id).equals("completed"));

        String output = admin.get("/v1/batches/" + id).path("output_file_id");
        assertThat(content(output)).contains("\"body\":" + answer + "}").endsWith("\n");
    }

    /** A file that expired is gone for everybody before anybody deletes it. */
    @Test
    void shouldNotShowAFileThatExpired() {
        String file = "file-" + UUID.randomUUID();
        get(files.begin(new NewFile(file, "admin", "in.jsonl", "batch", 0)));
        assertThat(admin.get("/v1/files/" + file).statusCode())
                .as("not complete")
                .isEqualTo(404);
        get(files.complete(file));
        assertThat(admin.get("/v1/files/" + file).statusCode()).isEqualTo(200);

        sql.rows("UPDATE files SET expires_at = now() - interval '1 second' WHERE id = $1", file);

        assertThat(admin.get("/v1/files/" + file).statusCode()).isEqualTo(404);
    }
}
