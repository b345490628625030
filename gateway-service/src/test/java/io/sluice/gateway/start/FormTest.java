package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.UploadedFile;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    private EdgeHarness edge;

    @BeforeEach
    void start() {
        edge = new EdgeHarness();
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    /** A form as a client writes it. */
    private static final class Written {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Written field(String name, String value) {
            return text("--B\r\ncontent-disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
        }

        Written file(String name, String filename, byte[] content) {
            text("--B\r\ncontent-disposition: form-data; name=\"" + name + "\"; filename=\"" + filename
                    + "\"\r\ncontent-type: audio/wav\r\n\r\n");
            bytes.writeBytes(content);
            return text("\r\n");
        }

        Written text(String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        byte[] end() {
            return text("--B--\r\n").bytes.toByteArray();
        }
    }

    private HttpResponse<String> post(String path, byte[] form) {
        return edge.send(edge.request(path)
                .header("authorization", "Bearer " + EdgeHarness.MASTER)
                .header("content-type", "multipart/form-data; boundary=B")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form)));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(UploadedFile file) {
        byte[] bytes = new byte[file.size()];
        file.content().duplicate().get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/audio/transcriptions, OPENAI_TRANSCRIPTIONS, file",
        "/audio/translations, OPENAI_TRANSLATIONS, file",
        "/openai/deployments/gpt/audio/transcriptions, OPENAI_TRANSCRIPTIONS, file",
        "/images/edits, OPENAI_IMAGE_EDITS, image",
        "/v1/images/variations, OPENAI_IMAGE_VARIATIONS, image"
    })
    void shouldTakeFormsWhereClientsAsk(String path, Protocol protocol, String file) {
        HttpResponse<String> response = post(
                path,
                new Written()
                        .file(file, "a.wav", random(10))
                        .field("prompt", "a \"lake\"")
                        .field("model", "gpt")
                        .end());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(edge.engine.last.protocol()).isEqualTo(protocol);
        assertThat(edge.engine.last.files())
                .singleElement()
                .satisfies(each -> assertThat(each.filename()).isEqualTo("a.wav"));
        assertThat(fields(edge.engine.last)).contains("\"prompt\":\"a \\\"lake\\\"\"", "\"model\":\"gpt\"");
    }

    /** In memory, at the edge of it, and on disk. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 900_000})
    void shouldCarryEveryByteOfAFile(int size) {
        byte[] content = random(size);
        HttpResponse<String> response = post(
                "/v1/audio/transcriptions",
                new Written()
                        .file("file", "a.wav", content)
                        .field("model", "gpt")
                        .end());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        UploadedFile file = edge.engine.last.files().getFirst();
        assertThat(bytes(file)).isEqualTo(content);
        assertThat(file.content().isDirect()).isEqualTo(size > 262_144);
    }

    @Test
    void shouldKeepNamesThatComeSeveralTimesAndReadWhatTheGatewayReads() {
        post(
                "/v1/audio/transcriptions",
                new Written()
                        .field("timestamp_granularities[]", "word")
                        .field("timestamp_granularities[]", "segment")
                        .field("stream", "True")
                        .field("user", "somebody")
                        .field("metadata", "{\"tags\":[\"t\"]}")
                        .field("model", "gpt")
                        .file("file", "a.wav", random(10))
                        .end());
        assertThat(fields(edge.engine.last)).contains("\"timestamp_granularities[]\":[\"word\",\"segment\"]");
        assertThat(edge.engine.last.scan().stream()).isTrue();
        assertThat(edge.engine.last.endUser()).isEqualTo("somebody");
        assertThat(edge.engine.last.tags()).containsExactly("t");
    }

    @Test
    void shouldWeighSoundByItsTimeAndNotByItsBytes() {
        post(
                "/v1/audio/transcriptions",
                new Written()
                        .field("model", "gpt")
                        .file("file", "a.mp3", random(100_000))
                        .end());
        assertThat(edge.engine.last.scan().textBytes()).isBetween(100_000L, 100_100L);
    }

    @Test
    void shouldRefuseAFormWithoutItsFile() {
        HttpResponse<String> response = post(
                "/v1/audio/transcriptions", new Written().field("model", "gpt").end());
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .isEqualTo(
                        "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"file\"],\"msg\":\"Field required\"}]}");
        assertThat(edge.engine.last).isNull();
    }

    @Test
    void shouldRefuseWhatIsNoForm() {
        byte[] cut = new Written()
                .field("model", "gpt")
                .file("file", "a.wav", random(10))
                .text("--B")
                .bytes
                .toByteArray();
        byte[] twoModels = new Written()
                .field("model", "gpt")
                .field("model", "other")
                .file("file", "a.wav", random(10))
                .end();
        Written many = new Written().field("model", "gpt");
        for (int i = 0; i < 30; i++) {
            many.file("image[]", i + ".png", random(10));
        }
        Written longField = new Written()
                .field("prompt", "x".repeat(300_000))
                .field("model", "gpt")
                .file("image", "a", random(1));
        for (byte[] form : new byte[][] {cut, twoModels, "nonsense".getBytes(StandardCharsets.UTF_8)}) {
            HttpResponse<String> response = post("/v1/audio/transcriptions", form);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(response.body()).startsWith("{\"error\":{");
        }
        for (byte[] form : new byte[][] {many.end(), longField.end()}) {
            assertThat(post("/v1/images/edits", form).statusCode()).isEqualTo(400);
        }
        assertThat(edge.engine.last).isNull();
    }

    /** Such a client sends nothing until it is told to; the limit keeps a gateway that does not tell it from holding up the build. */
    @Test
    void shouldTellAClientThatAsksFirstToSendItsForm() {
        byte[] form = new Written()
                .field("model", "gpt")
                .file("file", "a.wav", random(10))
                .end();
        HttpResponse<String> response = edge.send(edge.request("/v1/audio/transcriptions")
                .header("authorization", "Bearer " + EdgeHarness.MASTER)
                .header("content-type", "multipart/form-data; boundary=B")
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofByteArray(form)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(edge.engine.last.files()).hasSize(1);
    }

    @Test
    void shouldHoldTheLimitOfBodiesForForms() {
        HttpResponse<String> response = post(
                "/v1/audio/transcriptions",
                new Written()
                        .field("model", "gpt")
                        .file("file", "a.wav", random((int) EdgeHarness.BODY_LIMIT))
                        .end());
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(edge.engine.last).isNull();
    }

    private static String fields(RouteRequest request) {
        return StandardCharsets.UTF_8.decode(request.body().duplicate()).toString();
    }
}
