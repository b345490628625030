package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Fault;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Broken providers behind several routers, on real sockets: what clients see, and that the ledger has each attempt once. */
@ExtendWith(LogsOnFailure.class)
class BrokenProvidersTest {

    /** The 3 s that the provider asks for, and half as much again at a router that leaves the trial to the one that was told. */
    private static final long LONGEST_WAIT_SECONDS = 5;

    private final Nonces nonces = new Nonces();
    private Books books;
    private String key;
    private Gateway client;

    @BeforeEach
    void findSluice() {
        Installation sluice = Installation.of(Shape.FLEET);
        books = new Books(sluice.gateway());
        key = books.newKey("");
        client = sluice.gateway().as(key);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerFromTheNextDeployment(Fault fault) {
        List<Answer> answers = Parallel.calls(9, i -> call("saved", fault, i));

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(200))
                .allSatisfy(answer -> assertThat(answer.content()).contains("it works"));
        expectEachAttemptOnce(fault);
        assertThat(nonces.seen())
                .filteredOn(entry -> entry.path().startsWith("/s/good/"))
                .hasSize(9);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatHappenedWhenNobodyElseCanHelp(Fault fault) {
        List<Answer> answers = Parallel.calls(9, i -> call("alone", fault, i));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.text()).isIn(statuses(fault));
            JsonNode error = answer.json().path("error");
            assertThat(error.path("message").asText()).isNotBlank();
            assertThat(error.path("code").asText()).isEqualTo(Integer.toString(answer.status()));
            if (answer.status() == 429) {
                assertThat(Long.parseLong(answer.header("retry-after"))).isBetween(1L, LONGEST_WAIT_SECONDS);
            }
        });
        expectEachAttemptOnce(fault);
    }

    /** Its own error; or, once the deployment rests, that nobody is there. */
    private static Set<Integer> statuses(Fault fault) {
        return switch (fault) {
            case RATE_LIMITED -> Set.of(429);
            case STORM, REFUSED, GARBAGE, TRUNCATED -> Set.of(500, 429);
            case BLACK_HOLE -> Set.of(500, 408, 429);
            case STALL, SLOW_LORIS -> Set.of(408, 429);
        };
    }

    private Answer call(String kind, Fault fault, int turn) {
        String prompt = nonces.prompt("repeat: it works");
        String group = kind + '-' + fault.label();
        return turn % 3 == 0 ? client.stream(group, prompt) : client.chat(group, prompt);
    }

    /** The ledger's rows of this key are the attempts that the providers saw, and those that never arrived; each has an id of its own. */
    private void expectEachAttemptOnce(Fault fault) {
        Eventually.holds(() -> {
            List<JsonNode> rows = books.rows(key);
            List<String> seen = nonces.seen().stream().map(Entry::nonce).toList();
            List<String> arrived = rows.stream()
                    .filter(row -> !fault.isUnreachable()
                            || row.path("status").asText().equals("success"))
                    .map(row -> row.path("end_user").asText())
                    .toList();
            assertThat(arrived).containsExactlyInAnyOrderElementsOf(seen);
            assertThat(rows.stream().map(BrokenProvidersTest::id).collect(Collectors.toSet()))
                    .hasSameSizeAs(rows);
        });
    }

    private static String id(JsonNode row) {
        return row.path("request_id").asText() + ' ' + row.path("metadata").path("attempt");
    }
}
