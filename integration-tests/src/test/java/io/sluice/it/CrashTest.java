package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LiveStream;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/**
 * {@code kill -9} of any process, and of all at once, in the middle of streams: afterwards the ledger holds what the providers saw, once,
 * and marks what is no measured usage.
 */
@EveryShape
class CrashTest {

    private static final int STREAMS = 50;

    @Parameter
    Shape shape;

    @Test
    void shouldBookEveryAttemptOnceWhateverIsKilled() {
        Installation sluice = Installation.of(shape);
        List<String> parts = sluice.parts();
        for (String part : parts) {
            if (!part.endsWith("-b")) {
                killAmongStreams(sluice, List.of(part));
            }
        }
        if (parts.size() > 1) {
            killAmongStreams(sluice, parts);
        }
    }

    private static void killAmongStreams(Installation sluice, List<String> killed) {
        Nonces nonces = new Nonces();
        String key = new Books(sluice.gateway()).newKey("\"max_budget\":10,\"budget_mode\":\"strict\"");
        List<LiveStream> streams = IntStream.range(0, STREAMS)
                .mapToObj(i -> LiveStream.open(
                        sluice.gateway(i).as(key), "cent", nonces.prompt("sim{tokens=200,chunk=5,chunk-ms=250}")))
                .toList();
        assertThat(Parallel.calls(STREAMS, i -> streams.get(i).awaitChunks(1))).doesNotContain(false);
        assertThat(nonces.seen())
                .as("all are in the middle")
                .hasSize(STREAMS)
                .allMatch(entry -> entry.outcome() == Outcome.IN_FLIGHT);
        killed.forEach(part -> sluice.part(part).kill());
        List<String> rests = streams.stream().map(LiveStream::rest).toList();
        streams.forEach(LiveStream::close);
        sluice.restart(killed);
        long broken =
                rests.stream().filter(rest -> !rest.contains("data: [DONE]")).count();
        if (killed.equals(List.of("accounting"))) {
            assertThat(broken).as("streams that noticed that the books went").isZero();
        } else {
            assertThat(broken).as("streams that broke with " + killed).isPositive();
        }
        if (killed.equals(List.of("router"))) {
            assertThat(rests)
                    .filteredOn(rest -> !rest.contains("data: [DONE]"))
                    .allMatch(rest -> rest.contains("\"error\""));
        }
        Eventually.holds(() -> assertThat(nonces.seen()).noneMatch(entry -> entry.outcome() == Outcome.IN_FLIGHT));
        List<String> seen = nonces.seen().stream().map(Entry::nonce).toList();
        assertThat(seen).hasSize(STREAMS);
        Books books = new Books(sluice.gateway());
        Eventually.holds(() -> assertThat(books.rows(key))
                .as("ledger after the end of " + killed)
                .extracting(row -> row.path("end_user").asText())
                .containsExactlyInAnyOrderElementsOf(seen));
        List<JsonNode> rows = books.rows(key);
        assertThat(rows)
                .as("cost of each after the end of " + killed)
                .allMatch(row -> row.path("metadata").path("cost_nanos").asLong() == 10_000_000);
        assertThat(rows)
                .as("those of broken streams are marked after the end of " + killed)
                .filteredOn(row -> !isExact(row))
                .hasSize(Math.toIntExact(broken))
                .allMatch(row -> row.path("prompt_tokens").asLong() > 0);
        assertThat(books.info(key).path("spend").asDouble()).isEqualTo(STREAMS / 100.0);
    }

    private static boolean isExact(JsonNode row) {
        return row.path("metadata").path("settled_as").asText().equalsIgnoreCase("exact");
    }
}
