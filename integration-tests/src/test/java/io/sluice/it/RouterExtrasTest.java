package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting for a place, shadows, and streams that are gone on with, over three routers: what clients and providers see, and what the ledger has. */
@ExtendWith(LogsOnFailure.class)
class RouterExtrasTest {

    private final Nonces nonces = new Nonces();
    private Gateway operator;
    private Books books;
    private String key;
    private Gateway client;

    @BeforeEach
    void findSluice() {
        operator = Installation.of(Shape.FLEET).gateway();
        books = new Books(operator);
        key = books.newKey("");
        client = operator.as(key);
    }

    @Test
    void shouldServeAllWhoWaitForAPlaceAndNoMoreAtOnceThanThereAre() {
        List<Answer> answers = Parallel.calls(12, i -> {
            var body = Gateway.body("three-at-once", nonces.prompt("repeat: waited sim{first-ms=150}"));
            return client.post("/v1/chat/completions", body.put("priority", i % 3));
        });

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(200));
        List<Entry> seen = nonces.seen();
        assertThat(seen)
                .hasSize(12)
                .allSatisfy(one -> assertThat(seen.stream()
                                .filter(other -> other.arrivedMicros() <= one.arrivedMicros()
                                        && other.endedMicros() > one.arrivedMicros()))
                        .hasSizeLessThanOrEqualTo(3));
    }

    @Test
    void shouldGoOnWithAStreamThatBrokeAndBillBothAttempts() {
        Answer answer = client.stream("continued", nonces.prompt("repeat: one two three four five six seven eight"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.done()).as(answer.text()).isTrue();
        assertThat(answer.text()).doesNotContain("\"error\"");
        assertThat(answer.chunks().stream()
                        .filter(chunk -> chunk.at("/choices/0/finish_reason").isTextual()))
                .hasSize(1);
        assertThat(answer.content()).startsWith("one ");
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            assertThat(rows).hasSize(2);
            assertThat(rows)
                    .allSatisfy(
                            row -> assertThat(row.path("total_tokens").asLong()).isPositive());
            assertThat(rows)
                    .extracting(row -> row.path("metadata").path("attempt").asInt())
                    .containsExactlyInAnyOrder(1, 2);
        });
    }

    @Test
    void shouldRepeatACallAtItsSilentModelsThatNoKeyPays() {
        Answer answer = client.chat("shadowed", nonces.prompt("repeat: seen"));
        assertThat(answer.content()).contains("seen");

        Eventually.holds(() -> assertThat(nonces.seen()).hasSize(3));
        Eventually.holds(() -> {
            List<JsonNode> own = books.rows(key);
            assertThat(own).hasSize(1);
            String id = own.getFirst().path("request_id").asText();
            List<JsonNode> shadows = List.of(row(id + "-shadow"), row(id + "-shadow-2"));
            assertThat(shadows).allSatisfy(row -> {
                assertThat(row.path("metadata").path("kind").asText()).isEqualTo("shadow");
                assertThat(row.path("metadata").path("is_silent_experiment").asBoolean())
                        .isTrue();
            });
        });
    }

    private JsonNode row(String requestId) {
        return operator.get("/spend/logs?request_id=" + requestId).json().path(0);
    }
}
