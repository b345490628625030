package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryCustomer;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.OneOrSeveralProcesses;
import io.sluice.simulator.journal.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes through is admitted and booked like any call, and counts of tokens are not. */
@OneOrSeveralProcesses
class PassThroughTest extends EveryCustomer {

    /** GPT-4o: 2.50 and 10 dollars a million tokens. */
    private static final long INPUT_NANOS = 2_500;

    private static final long OUTPUT_NANOS = 10_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBookWhatPassed(boolean stream) {
        ObjectNode asked = Gateway.body("gpt-4o", nonces.prompt("repeat: hello there"));
        if (stream) {
            asked.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        Answer answer = client.post("/openai/v1/chat/completions", asked);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo("hello there");

        Entry seen = nonces.seen().getFirst();
        long cost = seen.billed().prompt() * INPUT_NANOS + seen.billed().completion() * OUTPUT_NANOS;
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows).hasSize(1);
            assertThat(Books.nanos(rows)).isEqualTo(cost);
            assertThat(rows.getFirst().path("call_type").asText()).isEqualTo("pass_through_endpoint");
        });
    }

    @Test
    void shouldKeepALimitedKeyOut() {
        Gateway limited = client.as(books.newKey("\"rpm_limit\":0"));
        assertThat(limited.post("/openai/v1/chat/completions", Gateway.body("gpt-4o", nonces.prompt("no")))
                        .status())
                .isEqualTo(429);
        assertThat(client.as("sk-nobody-knows-this").get("/openai/v1/models").status())
                .isEqualTo(401);
        assertThat(nonces.seen()).isEmpty();
    }

    @Test
    void shouldCountTokensAndBookNothing() {
        Answer answer =
                client.post("/v1/messages/count_tokens", Gateway.body("llama", "What is the capital of France?"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("input_tokens").asLong()).isEqualTo(14);
        assertThat(answer.json().path("litellm_count_source").asText()).isEqualTo("local_estimate");
        assertThat(books.rows(key)).isEmpty();
    }

    @Test
    void shouldShowNoKeyOfAProvider() {
        for (String path : List.of("/model/info", "/v1/model/info", "/model_group/info", "/v1/models")) {
            Answer answer = client.get(path);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.text()).contains("gpt").doesNotContain("sk-provider", "pass-through");
        }
        assertThat(client.get("/settings").status()).isEqualTo(401);
    }
}
