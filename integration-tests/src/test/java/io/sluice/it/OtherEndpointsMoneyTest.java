package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** The promise about money for calls that are no conversation: a strict budget holds for vectors and for images. */
@EveryShape
class OtherEndpointsMoneyTest {

    private static final int CALLS = 200;
    private static final int OVER_BUDGET = 422;
    private static final long CENT = 10_000_000;

    /** OpenAI's price of text-embedding-3-small: $0.02 a million tokens. */
    private static final long NANOS_A_TOKEN = 20;

    /** OpenAI's price of a token of an image of gpt-image-1: $40 a million; and of its text, $5. */
    private static final long NANOS_AN_IMAGE_TOKEN = 40_000;

    private static final long NANOS_A_TEXT_TOKEN = 5_000;

    @Parameter
    Shape shape;

    private final Nonces nonces = new Nonces();
    private Installation sluice;
    private Books books;

    @BeforeEach
    void findSluice() {
        sluice = Installation.of(shape);
        books = new Books(sluice.gateway());
    }

    @Test
    void shouldHoldAStrictBudgetForVectors() {
        String text = "many words to be embedded ".repeat(200);
        expectTheBudgetToHold(
                "/v1/embeddings",
                "vectors",
                2_000_000,
                i -> body("vectors", "input", text),
                entry -> entry.billed().prompt() * NANOS_A_TOKEN);
    }

    @Test
    void shouldHoldAStrictBudgetForImages() {
        expectTheBudgetToHold(
                "/v1/images/generations",
                "painter",
                20 * CENT,
                i -> body("painter", "prompt", "a lake").put("n", 1 + i % 3),
                entry -> entry.billed().units().images() * CENT);
    }

    @Test
    void shouldHoldAStrictBudgetForImagesThatAreChargedByTheToken() {
        expectTheBudgetToHold(
                "/v1/images/generations",
                "token-painter",
                300 * CENT,
                i -> body("token-painter", "prompt", "a lake").put("quality", "high"),
                entry -> entry.billed().completion() * NANOS_AN_IMAGE_TOKEN
                        + entry.billed().prompt() * NANOS_A_TEXT_TOKEN);
    }

    private interface Bodies {
        ObjectNode of(int turn);
    }

    private void expectTheBudgetToHold(
            String path, String model, long budgetNanos, Bodies bodies, ToLongFunction<Entry> cost) {
        String key = books.newKey(
                "\"max_budget\":" + budgetNanos / 1e9 + ",\"budget_mode\":\"strict\",\"models\":[\"" + model + "\"]");
        List<Answer> answers =
                Parallel.calls(CALLS, i -> sluice.gateway(i).as(key).post(path, bodies.of(i)));
        int served = CALLS - LimitsTest.refused(answers, OVER_BUDGET).size();

        assertThat(served).isBetween(1, CALLS - 1);
        List<Entry> seen = nonces.seen();
        assertThat(seen).hasSize(served);
        long spent = seen.stream().mapToLong(cost).sum();
        assertThat(spent).isBetween(1L, budgetNanos);
        Eventually.holds(() -> assertThat(books.rows(key)).hasSize(served));
        List<JsonNode> rows = books.rows(key);
        assertThat(rows)
                .extracting(row -> row.path("end_user").asText())
                .containsExactlyInAnyOrderElementsOf(
                        seen.stream().map(Entry::nonce).toList());
        assertThat(Books.nanos(rows)).isEqualTo(spent);
    }

    @Test
    void shouldRefuseImagesWithoutAPriceUnderAStrictBudget() {
        String key = books.newKey("\"max_budget\":1.0,\"budget_mode\":\"strict\"");
        for (String model : List.of("unpriced-painter", "priced", "unpriced")) {
            Answer answer = sluice.gateway().as(key).post("/v1/images/generations", body(model, "prompt", "a lake"));
            assertThat(answer.status()).as("%s: %s", model, answer.text()).isEqualTo(400);
            assertThat(answer.error()).contains("no known price");
        }
        assertThat(nonces.seen()).isEmpty();
    }

    private ObjectNode body(String model, String member, String text) {
        String marked = nonces.prompt(text);
        String nonce = marked.substring("nonce:".length(), marked.indexOf(' '));
        return JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put(member, marked)
                .put("user", nonce);
    }
}
