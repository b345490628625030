package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.SeamJson;
import io.sluice.gateway.identity.EphemeralKeys;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys for browsers. */
class ClientSecretsTest {

    private static final String SECRETS = "/v1/realtime/client_secrets";

    private EdgeHarness edge;

    @BeforeEach
    void start() {
        edge = new EdgeHarness();
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private HttpResponse<String> post(String path, String key, String body) {
        return edge.send(edge.request(path)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return SeamJson.read(answer.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void shouldMakeAKeyOfOurOwnThatOpensSessionsOfItsModelAlone() {
        JsonNode today = json(
                post(
                        SECRETS,
                        EdgeHarness.MASTER,
                        "{\"expires_after\":{\"anchor\":\"created_at\",\"seconds\":30},\"session\":{\"type\":\"realtime\",\"model\":\"gpt\"}}"));
        JsonNode older = json(
                post("/v1/realtime/sessions", EdgeHarness.MASTER, "{\"model\":\"gpt\",\"instructions\":\"Be brief\"}"));

        EphemeralKeys keys = new EphemeralKeys(EdgeHarness.MASTER);
        String key = today.path("value").asText();
        EphemeralKeys.Grant grant = keys.open(key).orElseThrow();
        assertThat(grant.model()).isEqualTo("gpt");
        assertThat(grant.admin()).isTrue();
        assertThat(grant.expiresAt()).isEqualTo(today.path("expires_at").asLong());
        assertThat(keys.open(older.at("/client_secret/value").asText())
                        .orElseThrow()
                        .session())
                .contains("Be brief");
        assertThat(post("/v1/chat/completions", key, "{\"model\":\"gpt\",\"messages\":[]}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(post(SECRETS, key, "{}").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|model",
                "{\"session\":{\"model\":\"nobody\"}}|nobody",
                "{\"session\":{\"model\":\"gpt\"},\"expires_after\":{\"seconds\":9}}|seconds",
                "{|JSON"
            })
    void shouldSayWhatIsWrong(String body, String message) {
        HttpResponse<String> answer = post(SECRETS, EdgeHarness.MASTER, body);

        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 422);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void shouldSealNoSessionThatFitsInNoHeader() {
        StringBuilder text = new StringBuilder();
        new Random(1).ints(20_000, 'a', 'z').forEach(c -> text.append((char) c));

        HttpResponse<String> answer = post(
                SECRETS, EdgeHarness.MASTER, "{\"session\":{\"model\":\"gpt\",\"instructions\":\"" + text + "\"}}");

        assertThat(answer.statusCode()).isBetween(400, 422);
        assertThat(answer.body()).contains("session.update");
    }

    @Test
    void shouldSayWhatToDoInsteadOfWebRtc() {
        HttpResponse<String> answer = post("/v1/realtime/calls", EdgeHarness.MASTER, "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(SECRETS, "WebSocket");
    }
}
