package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files for anything but batches: their provider keeps them, Sluice knows whose they are. */
@EveryShape
class ProviderFilesTest {

    private static final String CONTENT = "what a model shall read";

    @Parameter
    Shape shape;

    private Installation sluice;
    private Books books;

    @BeforeEach
    void findSluice() {
        sluice = Installation.of(shape);
        books = new Books(sluice.gateway());
    }

    private static Answer upload(Gateway client, String purpose, String provider) {
        Map<String, String> fields = Map.of("purpose", purpose, "custom_llm_provider", provider);
        return client.form("/v1/files", fields, "file", "notes.txt", CONTENT.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "azure"})
    void shouldKeepAFileAtItsProviderForItsOwnerAlone(String provider) {
        String key = books.newKey("");
        Gateway owner = sluice.gateway().as(key);
        Gateway other = sluice.gateway().as(books.newKey(""));
        JsonNode file = upload(owner, "assistants", provider).ok();
        String path = "/v1/files/" + file.path("id").asText();

        assertThat(owner.get(path).ok().path("purpose").asText()).isEqualTo("assistants");
        assertThat(owner.get("/v1/files?purpose=assistants").text())
                .contains(file.path("id").asText());
        assertThat(owner.get(path + "/content").text()).isEqualTo(CONTENT);
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.get(path + "/content").status()).isEqualTo(404);
        assertThat(other.send("DELETE", path, "").status()).isEqualTo(404);
        assertThat(other.get("/v1/files").text()).doesNotContain(file.path("id").asText());

        assertThat(owner.send("DELETE", path, "").ok().path("deleted").asBoolean())
                .isTrue();
        assertThat(owner.get(path).status()).isEqualTo(404);
        // an upload, a download, a deletion: calls that cost nothing
        Eventually.holds(() -> assertThat(books.rows(key)).hasSize(3));
        assertThat(Books.nanos(books.rows(key))).isZero();
    }

    @Test
    void shouldNotLetACallReadAFileOfSomebodyElse() {
        Gateway owner = sluice.gateway().as(books.newKey(""));
        Gateway other = sluice.gateway().as(books.newKey(""));
        String id = upload(owner, "user_data", "openai").ok().path("id").asText();
        String chat =
                "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"read it\"},"
                        + "{\"type\":\"file\",\"file\":{\"file_id\":\"" + id + "\"}}]}]}";

        assertThat(owner.post("/v1/chat/completions", chat).status()).isEqualTo(200);
        Answer refused = other.post("/v1/chat/completions", chat);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.error()).contains(id);
        assertThat(other.get("/openai/v1/files/" + id + "/content").status()).isEqualTo(404);
        assertThat(owner.get("/openai/v1/files/" + id + "/content").text()).isEqualTo(CONTENT);
    }

    /** Kept here, sent with the call: no provider has it, and each reads it in its own words. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "gemini"})
    void shouldGiveAnyModelAFileThatNamesModels(String model) {
        Gateway owner = sluice.gateway().as(books.newKey(""));
        Map<String, String> fields = Map.of("purpose", "user_data", "target_model_names", "gpt, claude");
        byte[] pdf = "%PDF-1.4 what a model shall read".getBytes(StandardCharsets.UTF_8);
        String id = owner.form("/v1/files", fields, "file", "a.pdf", pdf)
                .ok()
                .path("id")
                .asText();
        Nonces nonces = new Nonces();
        String chat = "{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":" + "{\"file_id\":\""
                + id + "\"}},{\"type\":\"text\",\"text\":\"" + nonces.prompt("read it") + "\"}]}]}";

        assertThat(owner.post("/v1/chat/completions", chat).status()).isEqualTo(200);
        assertThat(sluice.gateway()
                        .as(books.newKey(""))
                        .post("/v1/chat/completions", chat)
                        .status())
                .isEqualTo(404);
        assertThat(nonces.seen())
                .singleElement()
                .satisfies(entry -> assertThat(entry.body().toString())
                        .contains(Base64.getEncoder().encodeToString(pdf))
                        .doesNotContain(id));
    }

    @Test
    void shouldNotHandOverWhatAKeyMayNotOrNobodyTakes() {
        Gateway restricted = sluice.gateway().as(books.newKey("\"models\":[\"gpt\"]"));
        assertThat(upload(restricted, "vision", "openai").status()).isEqualTo(403);
        assertThat(upload(sluice.gateway(), "vision", "anthropic").error()).contains("custom_llm_provider");
    }
}
