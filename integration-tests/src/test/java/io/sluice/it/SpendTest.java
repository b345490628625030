package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryCustomer;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.LiveStream;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryShape
class SpendTest extends EveryCustomer {

    /** Of the model {@code priced}. */
    private static final long INPUT_NANOS = 3_100;

    private static final long OUTPUT_NANOS = 15_500;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBookTheExactCost(boolean stream) {
        String prompt = nonces.prompt("how much? sim{tokens=37}");
        Answer answer = stream ? client.stream("priced", prompt) : client.chat("priced", prompt);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Entry seen = nonces.seen().getFirst();
        long cost = seen.billed().prompt() * INPUT_NANOS + seen.billed().completion() * OUTPUT_NANOS;
        if (!stream) {
            assertThat(answer.header("x-litellm-response-cost").isEmpty()).isFalse();
            assertThat(Double.parseDouble(answer.header("x-litellm-response-cost")))
                    .isEqualTo(cost / 1e9);
        }
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows).hasSize(1);
            assertThat(Books.nanos(rows)).isEqualTo(cost);
            JsonNode row = rows.getFirst();
            assertThat(row.path("metadata").path("settled_as").asText()).isEqualToIgnoringCase("exact");
            assertThat(row.path("completion_tokens").asLong()).isEqualTo(37);
            assertThat(row.path("end_user").asText()).isEqualTo(seen.nonce());
            assertThat(row.path("status").asText()).isEqualTo("success");
            assertThat(books.info(key).path("spend").asDouble()).isEqualTo(cost / 1e9);
        });
    }

    @Test
    void shouldBookEveryAttemptOfACall() {
        client.chat("saved", nonces.prompt("repeat: two attempts at least"));
        Eventually.holds(() -> assertThat(books.rows(key)).hasSameSizeAs(nonces.seen()));
        assertThat(books.rows(key)).hasSizeGreaterThanOrEqualTo(2);
    }

    /** The router counts such answers; what the provider says of a call is what it costs. */
    @Test
    void shouldBookNothingWhenTheProviderSaysThatACallTookNothing() {
        Answer answer = client.chat("priced", nonces.prompt("sim{tokens=50,usage=zero}"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Eventually.holds(() -> assertThat(books.rows(key)).hasSize(1));
        assertThat(Books.nanos(books.rows(key))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "negative", "huge"})
    void shouldNeverTakeAnAnswerForFreeBecauseOfItsUsage(String lie) {
        Answer answer = client.chat("priced", nonces.prompt("sim{tokens=50,usage=" + lie + "}"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows).hasSize(1);
            assertThat(Books.nanos(rows)).isPositive();
        });
        if (!lie.equals("huge")) {
            assertThat(books.rows(key)
                            .getFirst()
                            .path("metadata")
                            .path("settled_as")
                            .asText())
                    .isNotEqualToIgnoringCase("exact");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"priced", "claude", "llama"})
    void shouldCancelAndBillWhenTheClientLeaves(String model) {
        try (LiveStream stream = LiveStream.open(client, model, nonces.prompt("sim{tokens=2000,chunk-ms=20}"))) {
            assertThat(stream.awaitChunks(5)).isTrue();
        }
        long leftAt = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        Eventually.holds(() -> assertThat(nonces.seen().getFirst().outcome()).isNotEqualTo(Outcome.IN_FLIGHT));
        Entry seen = nonces.seen().getFirst();
        assertThat(seen.outcome()).isEqualTo(Outcome.ABORTED_BY_CLIENT);
        assertThat(Duration.of(seen.endedMicros() - leftAt, java.time.temporal.ChronoUnit.MICROS))
                .as("from the client's leaving to the end upstream")
                .isLessThan(Duration.ofSeconds(1));
        Eventually.holds(() -> assertThat(books.rows(key)).hasSize(1));
        JsonNode row = books.rows(key).getFirst();
        assertThat(row.path("prompt_tokens").asLong()).isPositive();
        assertThat(row.path("completion_tokens").asLong()).isGreaterThanOrEqualTo(5);
        if (model.equals("priced")) {
            assertThat(Books.nanos(books.rows(key))).isPositive();
        }
    }

    @Test
    void shouldSumUpByDay() {
        client.chat("cent", nonces.prompt("repeat: a cent"));
        String day = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
        Eventually.holds(() -> {
            Answer answer =
                    sluice.gateway().get("/spend/logs?api_key=" + key + "&start_date=" + day + "&end_date=" + day);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().path(0).path("spend").asDouble()).isEqualTo(0.01);
        });
    }
}
