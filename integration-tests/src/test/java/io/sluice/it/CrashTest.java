package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LiveStream;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** {@code kill -9} of any process in the middle of streams: afterwards the ledger holds what the providers saw, once. */
@EveryShape
class CrashTest {

    private static final int STREAMS = 50;

    @Parameter
    Shape shape;

    @Test
    void shouldBookEveryAttemptOnceWhateverIsKilled() {
        Installation sluice = Installation.of(shape);
        for (String part : sluice.parts()) {
            if (!part.endsWith("-b")) {
                killAmongStreams(sluice, part);
            }
        }
    }

    private static void killAmongStreams(Installation sluice, String part) {
        Nonces nonces = new Nonces();
        String key = new Books(sluice.gateway()).newKey("\"max_budget\":10,\"budget_mode\":\"strict\"");
        List<LiveStream> streams = IntStream.range(0, STREAMS)
                .mapToObj(i -> LiveStream.open(
                        sluice.gateway(i).as(key), "cent", nonces.prompt("sim{tokens=150,chunk-ms=30}")))
                .toList();
        assertThat(streams).allMatch(stream -> stream.awaitChunks(1));
        sluice.part(part).kill();
        List<String> rests = streams.stream().map(LiveStream::rest).toList();
        streams.forEach(LiveStream::close);
        sluice.restart(part);
        if (part.equals("router")) {
            assertThat(rests).noneMatch(rest -> rest.contains("[DONE]"));
            assertThat(rests).allMatch(rest -> rest.contains("\"error\""));
        }
        Eventually.holds(() -> assertThat(nonces.seen()).noneMatch(entry -> entry.outcome() == Outcome.IN_FLIGHT));
        List<String> seen = nonces.seen().stream().map(Entry::nonce).toList();
        assertThat(seen).hasSize(STREAMS);
        Books books = new Books(sluice.gateway());
        Eventually.holds(() -> assertThat(books.rows(key))
                .as("ledger after the end of " + part)
                .extracting(row -> row.path("end_user").asText())
                .containsExactlyInAnyOrderElementsOf(seen));
        List<JsonNode> rows = books.rows(key);
        assertThat(rows)
                .as("cost of each after the end of " + part)
                .allMatch(row -> row.path("metadata").path("cost_nanos").asLong() == 10_000_000);
        assertThat(books.info(key).path("spend").asDouble()).isEqualTo(STREAMS / 100.0);
    }
}
