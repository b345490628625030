package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.EveryCustomer;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.OneOrSeveralProcesses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong, a client of OpenAI's API finds an error in the shape that it knows. */
@OneOrSeveralProcesses
class ErrorsTest extends EveryCustomer {

    private static final String CHAT = "/v1/chat/completions";

    @Test
    void shouldAnswerUnknownPaths() {
        expect(client.get("/v1/nothing-here"), 404);
        expect(client.post("/v1/nothing-here", "{}"), 404);
    }

    @Test
    void shouldNameTheMethodsOfAPath() {
        Answer answer = client.get(CHAT);
        expect(answer, 405);
        assertThat(answer.header("allow")).contains("POST");
    }

    @Test
    void shouldRefuseABodyOverTheLimit() {
        expect(client.chat("gpt", "x".repeat(1_500_000)), 413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"gpt\",\"messages\":[",
                "not json",
                "[]",
                "{\"model\":\"gpt\",\"model\":\"cent\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} trailing",
                "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"model\":\"gpt\",\"messages\":\"hi\"}",
                "{\"model\":\"gpt\"}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"model\":\"gpt\",\"stream\":\"yes please\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"model\":\"gpt\",\"max_tokens\":-1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"model\":\"gpt\",\"max_tokens\":1e30,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"model\":\"gpt\",\"n\":0,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"model\":\"gpt\",\"n\":-3,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"model\":\"no-such-model\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            })
    void shouldRefuseABodyThatIsNoChat(String body) {
        expect(client.post(CHAT, body), 400);
    }

    @Test
    void shouldRefuseAnEmptyBody() {
        expect(client.post(CHAT, ""), 400);
    }

    @Test
    void shouldRefuseWrongKeys() {
        String body = Gateway.body("gpt", "hi").toString();
        expect(client.as("sk-nobody-has-this-key").post(CHAT, body), 401);
        expect(client.post(CHAT, body, "authorization", ""), 401);
        expect(client.post(CHAT, body, "authorization", "Bearer "), 401);
        expect(client.as("sk-nobody-has-this-key").get("/v1/models"), 401);
        expect(client.as("sk-nobody-has-this-key").get("/key/list"), 401);
    }

    @Test
    void shouldKeepManagementForTheMasterKey() {
        Answer answer = client.post("/key/generate", "{}");
        assertThat(answer.status()).as(answer.text()).isIn(401, 403);
        expect(answer, answer.status());
    }

    @ParameterizedTest
    @CsvSource({"broken, 500", "refusing, 429", "missing, 404", "wrong-provider-key, 401"})
    void shouldPassOnWhatAProviderRefused(String model, int status) {
        Answer answer = client.chat(model, nonces.prompt("hi"));
        expect(answer, status);
        assertThat(nonces.seen()).isNotEmpty();
        expect(client.stream(model, nonces.prompt("hi")), status);
    }

    @Test
    void shouldPassOnWhenToTryAgain() {
        assertThat(client.chat("refusing", nonces.prompt("hi")).header("retry-after"))
                .isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "html", "empty", "reset-before", "reset-after"})
    void shouldAnswerWhenAProviderBreaks(String fault) {
        Answer answer = client.chat("gpt", nonces.prompt("sim{fault=" + fault + "}"));
        assertThat(answer.status()).as(answer.text()).isBetween(500, 504);
        expect(answer, answer.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncate,at=300", "reset-mid,at=2", "error-event,at=2", "garbage,at=2"})
    void shouldNotCallABrokenStreamDone(String fault) {
        Answer answer = client.stream("gpt", nonces.prompt("sim{tokens=40,chunk-ms=2,fault=" + fault + "}"));
        assertThat(answer.done()).as(answer.text()).isFalse();
        assertThat(answer.text()).contains("\"error\"");
    }

    private static void expect(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/json");
        JsonNode error = answer.json().path("error");
        assertThat(error.path("message").asText()).as(answer.text()).isNotBlank();
        assertThat(error.path("code").asText()).as(answer.text()).isEqualTo(Integer.toString(status));
        assertThat(error.has("type")).as(answer.text()).isTrue();
        assertThat(error.has("param")).as(answer.text()).isTrue();
    }
}
