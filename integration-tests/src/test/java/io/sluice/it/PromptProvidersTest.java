package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryCustomer;
import io.sluice.it.harness.OneOrSeveralProcesses;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that take one prompt: Aleph Alpha, Text Generation Inference. */
@OneOrSeveralProcesses
class PromptProvidersTest extends EveryCustomer {

    @ParameterizedTest
    @ValueSource(strings = {"luminous", "tgi"})
    void shouldAnswerWholeAndStreamed(String model) {
        Answer whole = client.chat(model, nonces.prompt("repeat: hello you"));
        assertThat(whole.status()).as(whole.text()).isEqualTo(200);
        assertThat(whole.content()).isEqualTo("hello you");
        Answer stream = client.stream(model, nonces.prompt("repeat: hello you"));
        assertThat(stream.content()).isEqualTo("hello you");
        assertThat(stream.done()).isTrue();
        Answer completion = client.post(
                "/v1/completions",
                "{\"model\":\"" + model + "\",\"prompt\":\"repeat: hello prompt\",\"max_tokens\":1}");
        assertThat(completion.json().at("/choices/0/finish_reason").asText())
                .as(completion.text())
                .isEqualTo("length");
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows).hasSize(3).allSatisfy(row -> {
                assertThat(row.path("completion_tokens").asLong()).isPositive();
                assertThat(row.path("prompt_tokens").asLong()).isPositive();
                assertThat(row.path("metadata").path("settled_as").asText()).isEqualToIgnoringCase("exact");
            });
        });
    }

    @Test
    void shouldMakeVectors() {
        Answer answer = client.post("/v1/embeddings", "{\"model\":\"luminous-vectors\",\"input\":[\"a\",\"b\"]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("data")).hasSize(2);
        assertThat(answer.json().at("/data/1/embedding")).hasSize(5_120);
        assertThat(answer.json().at("/usage/prompt_tokens").asLong()).isPositive();
    }
}
