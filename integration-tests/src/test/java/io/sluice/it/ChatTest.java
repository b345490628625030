package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.EveryCustomer;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Gateway;
import io.sluice.simulator.journal.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryShape
class ChatTest extends EveryCustomer {

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama", "llama-generate"})
    void shouldAnswerAChat(String model) {
        Answer answer = client.chat(model, nonces.prompt("repeat: hello whole"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo("hello whole");
        JsonNode json = answer.json();
        assertThat(json.path("object").asText()).isEqualTo("chat.completion");
        assertThat(json.path("choices").path(0).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(json.path("usage").path("total_tokens").asLong()).isPositive();
        assertThat(nonces.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama", "llama-generate"})
    void shouldStreamAChat(String model) {
        Answer answer = client.stream(model, nonces.prompt("repeat: hello in pieces"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("text/event-stream");
        assertThat(answer.content()).isEqualTo("hello in pieces");
        assertThat(answer.done()).isTrue();
        assertThat(answer.chunks()).allSatisfy(chunk -> {
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("usage").isObject())
                    .as("usage, which nobody asked for")
                    .isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama"})
    void shouldPassUsageOnToAClientThatAskedForIt(String model) {
        ObjectNode body = Gateway.body(model, nonces.prompt("repeat: counted")).put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        Answer answer = client.post("/v1/chat/completions", body);
        List<JsonNode> withUsage = answer.chunks().stream()
                .filter(chunk -> chunk.path("usage").isObject())
                .toList();
        assertThat(withUsage).as(answer.text()).hasSize(1);
        assertThat(withUsage.getFirst().path("usage").path("completion_tokens").asLong())
                .isPositive();
        assertThat(answer.done()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/chat/completions",
                "/openai/deployments/gpt/chat/completions",
                "/engines/gpt/chat/completions"
            })
    void shouldAnswerOnEveryPathOfAChat(String path) {
        ObjectNode body = Gateway.body("gpt", nonces.prompt("repeat: here"));
        if (path.contains("/gpt/")) {
            body.remove("model");
        }
        Answer answer = client.post(path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo("here");
    }

    @Test
    void shouldNameTheCallInHeaders() {
        Answer answer = client.chat("priced", nonces.prompt("repeat: named"));
        assertThat(answer.header("x-litellm-call-id")).isNotEmpty();
        assertThat(answer.header("x-request-id")).isNotEmpty();
        assertThat(answer.header("x-litellm-model-id")).isNotEmpty();
        assertThat(answer.header("x-litellm-response-cost")).isNotEmpty();
        assertThat(answer.header("x-litellm-overhead-duration-ms")).isNotEmpty();
    }

    @Test
    void shouldNotPassTheClientsKeyOn() {
        client.chat("gpt", nonces.prompt("repeat: secret"));
        Entry seen = nonces.seen().getFirst();
        assertThat(seen.headers().get("authorization")).isEqualTo("Bearer sk-provider");
        assertThat(seen.headers().toString()).doesNotContain(client.key());
    }

    @Test
    void shouldServeFallbacks() {
        Answer answer = client.chat("saved", nonces.prompt("repeat: saved by another"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo("saved by another");
        assertThat(answer.header("x-litellm-attempted-fallbacks")).isEqualTo("1");
        assertThat(nonces.seen()).hasSizeBetween(2, 3);
    }

    @Test
    void shouldPassToolsThrough() {
        ObjectNode body = Gateway.body("claude", nonces.prompt("weather?"));
        ObjectNode function =
                body.putArray("tools").addObject().put("type", "function").putObject("function");
        function.put("name", "weather");
        function.putObject("parameters")
                .put("type", "object")
                .putObject("properties")
                .putObject("city")
                .put("type", "string");
        JsonNode choice =
                client.post("/v1/chat/completions", body).json().path("choices").path(0);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.path("message")
                        .path("tool_calls")
                        .path(0)
                        .path("function")
                        .path("name")
                        .asText())
                .isEqualTo("weather");
    }

    @Test
    void shouldListItsModels() {
        JsonNode list = client.get("/v1/models").json();
        List<String> names = new ArrayList<>();
        list.path("data").forEach(model -> names.add(model.path("id").asText()));
        assertThat(names).contains("gpt", "claude", "llama", "cent");
        assertThat(list.path("object").asText()).isEqualTo("list");
    }

    @Test
    void shouldSayThatItLives() {
        assertThat(client.get("/health/liveliness", "authorization", "none").status())
                .isEqualTo(200);
        assertThat(client.get("/health/readiness", "authorization", "none").status())
                .isEqualTo(200);
    }

    @Test
    void shouldShowMetrics() {
        client.chat("gpt", nonces.prompt("repeat: measured"));
        Answer metrics = client.get("/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.text()).contains("# TYPE").containsIgnoringCase("sluice");
    }

    @Test
    void shouldHideWhatServicesSayToEachOther() {
        assertThat(client.as(sluice.masterKey()).get("/internal/models").status())
                .isEqualTo(404);
        assertThat(client.as(sluice.masterKey())
                        .post("/internal/usage", "[]", "sluice-service-token", "guess")
                        .status())
                .isEqualTo(404);
    }
}
