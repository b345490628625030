package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryInstallation;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Parallel;
import io.sluice.simulator.journal.Entry;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promise about money, seen from outside: at the providers' journal, at the ledger, and at what clients were told. */
@EveryShape
class MoneyProofTest extends EveryInstallation {

    /** Calls of one cent that a dollar pays. */
    private static final int PAID = 100;

    private static final long CENT = 10_000_000;
    private static final int OVER_BUDGET = 422;
    private static final String STRICT_DOLLAR = "\"max_budget\":1.0,\"budget_mode\":\"strict\",\"models\":[\"cent\"]";

    @Test
    void shouldServeADollarOfTwoThousandParallelCalls() {
        String key = books.newKey(STRICT_DOLLAR);
        List<Answer> answers =
                Parallel.calls(2_000, i -> sluice.gateway(i).as(key).chat("cent", nonces.prompt("repeat: one cent")));
        expectExactlyTheBudget(key, answers);
    }

    @Test
    void shouldServeADollarOfTwoHundredParallelStreams() {
        String key = books.newKey(STRICT_DOLLAR);
        List<Answer> answers = Parallel.calls(
                200,
                i -> sluice.gateway(i).as(key).stream("cent", nonces.prompt("sim{tokens=20,chunk-ms=10} one cent")));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).allMatch(Answer::done);
        expectExactlyTheBudget(key, answers);
    }

    private void expectExactlyTheBudget(String key, List<Answer> answers) {
        List<Answer> refused = LimitsTest.refused(answers, OVER_BUDGET);
        assertThat(refused)
                .allSatisfy(answer -> assertThat(
                                answer.json().path("error").path("type").asText())
                        .isEqualTo("budget_exceeded"));
        int served = answers.size() - refused.size();
        assertThat(served).isBetween(1, PAID);
        assertThat(nonces.seen()).hasSize(served);
        // nothing is in flight now: what is left of the dollar is there for whoever asks, at any gateway
        for (int left = PAID - served; left > 0; left--) {
            Answer answer = sluice.gateway(left).as(key).chat("cent", nonces.prompt("repeat: the rest"));
            assertThat(answer.status())
                    .as("call with %d cents left: %s", left, answer.text())
                    .isEqualTo(200);
        }
        for (Gateway gateway : sluice.gateways()) {
            Answer answer = gateway.as(key).chat("cent", nonces.prompt("repeat: too much"));
            assertThat(answer.status()).as(answer.text()).isEqualTo(OVER_BUDGET);
        }
        assertThat(nonces.seen()).hasSize(PAID);
        Eventually.holds(() -> assertThat(books.rows(key)).hasSize(PAID));
        List<JsonNode> rows = books.rows(key);
        assertThat(rows).extracting(row -> row.path("request_id").asText()).doesNotHaveDuplicates();
        assertThat(rows)
                .extracting(row -> row.path("end_user").asText())
                .containsExactlyInAnyOrderElementsOf(
                        nonces.seen().stream().map(Entry::nonce).toList());
        assertThat(Books.nanos(rows)).isEqualTo(PAID * CENT);
        assertThat(books.info(key).path("spend").asDouble()).isEqualTo(1.0);
        expectNothingHeld(key);
    }

    /** At rest a refusal names no money that calls in flight hold. */
    private void expectNothingHeld(String key) {
        Eventually.holds(() -> {
            for (Gateway gateway : sluice.gateways()) {
                assertThat(gateway.as(key).chat("cent", nonces.prompt("hi")).error())
                        .contains("Budget has been exceeded!")
                        .contains("Current cost: 1.0, Max budget: 1.0")
                        .doesNotContain("Held");
            }
        });
    }

    @Test
    void shouldGiveBackWhatAGatewayDoesNotUse() {
        String key = books.newKey(STRICT_DOLLAR);
        Parallel.calls(40, i -> sluice.gateway(i).as(key).chat("cent", nonces.prompt("repeat: half")));
        int before = nonces.seen().size();
        Gateway last = sluice.gateways().getLast().as(key);
        for (int i = before; i < PAID; i++) {
            Answer answer = last.chat("cent", nonces.prompt("repeat: through one alone"));
            assertThat(answer.status()).as("call %d: %s", i, answer.text()).isEqualTo(200);
        }
        assertThat(last.chat("cent", nonces.prompt("repeat: too much")).status())
                .isEqualTo(OVER_BUDGET);
        assertThat(nonces.seen()).hasSize(PAID);
    }

    @Test
    void shouldCapTheAnswerToWhatASmallStrictBudgetPays() {
        String key = books.newKey("\"max_budget\":0.02,\"budget_mode\":\"strict\",\"models\":[\"priced\"]");
        Answer answer = sluice.gateway().as(key).chat("priced", nonces.prompt("repeat: small but usable"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        long cap = Long.parseLong(answer.header("x-sluice-output-cap"));
        assertThat(cap).isBetween(256L, 1_290L);
        JsonObject sent = nonces.seen().getFirst().body().toJsonObject();
        assertThat(sent.getLong("max_completion_tokens", sent.getLong("max_tokens", -1L)))
                .isEqualTo(cap);
    }

    @Test
    void shouldRefuseWhatABudgetCannotBound() {
        String key = books.newKey("\"max_budget\":0.02,\"budget_mode\":\"strict\"");
        Gateway client = sluice.gateway().as(key);
        ObjectNode many =
                Gateway.body("priced", nonces.prompt("hi")).put("n", 100).put("max_tokens", 256);
        Answer multiplied = client.post("/v1/chat/completions", many);
        assertThat(multiplied.status()).as(multiplied.text()).isEqualTo(OVER_BUDGET);
        Answer unpriced = client.chat("unpriced", nonces.prompt("hi"));
        assertThat(unpriced.status()).as(unpriced.text()).isEqualTo(400);
        assertThat(unpriced.error()).contains("price");
        assertThat(nonces.seen()).isEmpty();
    }

    @Test
    void shouldServeAgainWhenABudgetIsRaised() {
        String key = books.newKey("\"max_budget\":0.01,\"budget_mode\":\"strict\",\"models\":[\"cent\"]");
        Gateway client = sluice.gateways().getLast().as(key);
        assertThat(client.chat("cent", nonces.prompt("repeat: first")).status()).isEqualTo(200);
        assertThat(client.chat("cent", nonces.prompt("repeat: second")).status())
                .isEqualTo(OVER_BUDGET);
        books.update(key, "\"max_budget\":0.02");
        Eventually.holds(() -> assertThat(
                        client.chat("cent", nonces.prompt("repeat: second")).status())
                .isEqualTo(200));
        assertThat(client.chat("cent", nonces.prompt("repeat: third")).status()).isEqualTo(OVER_BUDGET);
        assertThat(nonces.seen()).hasSize(2);
    }
}
