package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
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
        ByteArrayOutputStream form = new ByteArrayOutputStream();
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
    void shouldRefuseWhatIsTooLargeOrForSomethingElse() {
        assertThat(upload("batch", new byte[(int) EdgeHarness.FILE_LIMIT + 1]).statusCode())
                .isEqualTo(413);
        assertThat(upload("assistants", new byte[1]).statusCode()).isEqualTo(400);
        assertThat(edge.files.begun).isEmpty();
    }
}
