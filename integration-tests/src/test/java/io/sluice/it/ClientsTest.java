package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.EveryCustomer;
import io.sluice.it.harness.OneOrSeveralProcesses;
import io.sluice.simulator.journal.Entry;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real clients were seen to send and to need, beside what {@link SdkTest} and {@link AgentsTest} show with the clients themselves. */
@OneOrSeveralProcesses
class ClientsTest extends EveryCustomer {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Claude Code asks this first. */
    @Test
    void shouldAnswerTheHelloOfClaudeCode() {
        assertThat(client.send("HEAD", "/api/hello", "").status()).isEqualTo(404);
    }

    /** Since 2026-10-21 the key of Anthropic's packages comes as a bearer, and sampling parameters are refused even at their defaults. */
    @Test
    void shouldPassTheVersionOfAnthropicsApiAndAddNoSampling() throws IOException {
        Answer answer = client.post(
                "/v1/messages?beta=true",
                message("claude", nonces.prompt("repeat: hello")),
                "anthropic-version",
                "2026-10-21",
                "anthropic-beta",
                "some-beta-of-tomorrow-2027-01-01");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Entry asked = only();
        assertThat(asked.headers().get("anthropic-version")).isEqualTo("2026-10-21");
        assertThat(asked.headers().get("anthropic-beta")).isEqualTo("some-beta-of-tomorrow-2027-01-01");
        JsonNode body = JSON.readTree(asked.body().getBytes());
        assertThat(List.of("temperature", "top_p", "top_k")).noneMatch(body::has);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama"})
    void shouldNameTheRequestToAnthropicsPackages(String model) {
        Answer answer = client.post("/v1/messages", message(model, "repeat: hello"));
        assertThat(answer.header("request-id")).isNotBlank();
        assertThat(client.post("/v1/messages", message("no-such-model", "hello"))
                        .header("request-id"))
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellAnthropicsPackagesThatAModelIsOverloaded(boolean stream) {
        Answer answer =
                client.post("/v1/messages", message("claude", "sim{status=529}").put("stream", stream));
        assertThat(answer.status()).isEqualTo(529);
        assertThat(answer.json().path("type").asText()).isEqualTo("error");
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("overloaded_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama"})
    void shouldFailWithAStatusBeforeTheFirstContent(String model) {
        Answer answer = client.post(
                "/v1/messages", message(model, "sim{fault=error-event,at=0}").put("stream", true));
        assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(400);
        assertThat(answer.json().path("type").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude"})
    void shouldTellGooglesClientsWhatCameFromACache(String model) {
        String body = "{\"contents\":[{\"parts\":[{\"text\":\"sim{cached=2} a prompt of some length\"}]}]}";
        Answer answer = client.post("/v1beta/models/" + model + ":generateContent", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/usageMetadata/cachedContentTokenCount").asLong())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama"})
    void shouldEndALegacyStreamWithAnEmptyTextAndNeverNull(String model) {
        ObjectNode body = JSON.createObjectNode()
                .put("model", model)
                .put("prompt", "repeat: hello")
                .put("max_tokens", 64)
                .put("stream", true);
        Answer answer = client.post("/v1/completions", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("\"text\":\"\"").doesNotContain("\"text\":null", "\"text\": null");
    }

    private static ObjectNode message(String model, String prompt) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("max_tokens", 64);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return body;
    }

    private Entry only() {
        assertThat(nonces.seen()).hasSize(1);
        return nonces.seen().getFirst();
    }
}
