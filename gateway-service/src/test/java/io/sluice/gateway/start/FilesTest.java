package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.StoredFile;
import io.sluice.contracts.routing.RouteRequest;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilesTest {

    private EdgeHarness edge;

    @BeforeEach
    void start() {
        edge = new EdgeHarness();
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private HttpResponse<String> upload(String purpose, byte[] content) {
        return upload(purpose, content, "");
    }

    /** @param more parts of the form */
    private HttpResponse<String> upload(String purpose, byte[] content, String more) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(more.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(("--B\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\n" + purpose
                        + "\r\n--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n--B--\r\n".getBytes(StandardCharsets.UTF_8));
        return edge.send(edge.request("/v1/files")
                .header("authorization", "Bearer " + EdgeHarness.MASTER)
                .header("content-type", "multipart/form-data; boundary=B")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())));
    }

    @Test
    void shouldStoreAFileInPieces() {
        byte[] content = new byte[FileStore.PIECE * 2 + 17];
        new Random(1).nextBytes(content);

        HttpResponse<String> answer = upload("batch", content);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"bytes\":" + content.length, "\"filename\":\"in.jsonl\"");
        NewFile file = edge.files.begun.values().iterator().next();
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        edge.files.pieces.get(file.id()).forEach(piece -> {
            assertThat(piece).hasSizeLessThanOrEqualTo(FileStore.PIECE);
            stored.writeBytes(piece);
        });
        assertThat(stored.toByteArray()).isEqualTo(content);
    }

    @Test
    void shouldRefuseWhatIsTooLargeOrForNothing() {
        assertThat(upload("batch", new byte[(int) EdgeHarness.FILE_LIMIT + 1]).statusCode())
                .isEqualTo(413);
        assertThat(upload("", new byte[1]).statusCode()).isEqualTo(400);
        assertThat(edge.files.begun).isEmpty();
    }

    @Test
    void shouldHandOverAFileForSomethingElseAndNoteWhoseItIs() throws Exception {
        edge.engine.played = true;
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> upload("user_data", new byte[] {1, 2, 3}));
        PlayedEngine.Played call = edge.engine.calls.take();
        assertThat(call.request.files()).hasSize(1);
        assertThat(call.request.headers())
                .containsEntry(RouteRequest.METHOD, "POST")
                .containsEntry(RouteRequest.PATH, "/v1/files");
        call.head(null);
        call.chunk("{\"id\":\"file-there\",\"object\":\"file\"}");
        call.end(PlayedEngine.outcome(200));

        assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
        StoredFile noted = edge.files.complete.get("file-there");
        assertThat(noted.provider()).isEqualTo("openai");
        assertThat(noted.owner()).isEqualTo("admin");
        assertThat(noted.bytes()).isEqualTo(3);
        assertThat(edge.files.pieces).isEmpty();
        assertThat(edge.journal.ended).hasSize(1);
    }

    /** LiteLLM's {@code target_model_names}. */
    @Test
    void shouldKeepAFileHereForModelsThatItNames() {
        String gpt = "--B\r\ncontent-disposition: form-data; name=\"target_model_names\"\r\n\r\ngpt, grouped\r\n";

        HttpResponse<String> answer = upload("user_data", new byte[] {1, 2, 3}, gpt);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(edge.files.complete.values())
                .singleElement()
                .satisfies(file -> assertThat(file.provider()).isNull());
        assertThat(upload("user_data", new byte[1], gpt.replace("grouped", "nothing"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(edge.journal.ended).isEmpty();
    }

    @Test
    void shouldForgetAFileOnlyWhenItsProviderDid() throws Exception {
        edge.engine.played = true;
        edge.files.note(new NewFile("file-there", "admin", "a.pdf", "user_data", 0), "openai", 3);

        assertThat(delete("file-there", 500).statusCode()).isEqualTo(500);
        assertThat(edge.files.complete).containsKey("file-there");
        assertThat(delete("file-there", 200).statusCode()).isEqualTo(200);
        assertThat(edge.files.complete).isEmpty();
    }

    private HttpResponse<String> delete(String id, int status) throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> edge.send(edge.request("/v1/files/" + id)
                        .header("authorization", "Bearer " + EdgeHarness.MASTER)
                        .DELETE()));
        PlayedEngine.Played call = edge.engine.calls.take();
        assertThat(call.request.headers()).containsEntry(RouteRequest.PATH, "/v1/files/" + id);
        if (status == 200) {
            call.head(null);
        }
        call.chunk("{}");
        call.end(PlayedEngine.outcome(status));
        return answer.get();
    }
}
