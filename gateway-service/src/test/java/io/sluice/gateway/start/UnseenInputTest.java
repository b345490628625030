package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.UnseenInput;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.NoLimits;
import java.net.http.HttpRequest;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is reserved for what a model reads beyond the bytes. */
class UnseenInputTest {

    private static final String CHAT = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":[%s]}]}";

    private final AtomicReference<AdmissionRequest> asked = new AtomicReference<>();
    private EdgeHarness edge;

    @BeforeEach
    void start() {
        edge = new EdgeHarness();
        edge.admission = (request, decision) -> {
            asked.set(request);
            new NoLimits().admit(request, decision);
        };
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private long beyond(String path, String body) {
        assertThat(edge.send(edge.request(path)
                                .header("authorization", "Bearer " + EdgeHarness.MASTER)
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                        .statusCode())
                .isEqualTo(200);
        return asked.get().inputBytes() - body.length();
    }

    @Test
    void shouldReserveThePictureOrTheWindowAndNothingForText() {
        String text = "{\"type\":\"text\",\"text\":\"hi\"}";
        String picture = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}";
        String file = "{\"type\":\"file\",\"file\":{\"file_id\":\"file-of-nobody\"}}";

        assertThat(beyond("/v1/chat/completions", CHAT.formatted(text))).isZero();
        assertThat(beyond("/v1/chat/completions", CHAT.formatted(picture))).isEqualTo(UnseenInput.PICTURE_TOKENS);
        assertThat(beyond("/v1/chat/completions", CHAT.formatted(file))).isEqualTo(128_000);
        assertThat(beyond(
                        "/v1/responses", "{\"model\":\"gpt\",\"input\":\"go on\",\"previous_response_id\":\"resp_1\"}"))
                .isEqualTo(128_000);
    }

    /** A limit of rate goes by what is likely. */
    @Test
    void shouldLeaveLimitsOfRateAsTheyWere() {
        beyond("/v1/responses", "{\"model\":\"gpt\",\"input\":\"go on\",\"previous_response_id\":\"resp_1\"}");
        assertThat(asked.get().likelyInputTokens()).isLessThan(100);
    }
}
