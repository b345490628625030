package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Batches;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.OneOrSeveralProcesses;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Both kinds of batches after all processes were killed at once: leases last half a minute and more, so they wait for them together. */
@OneOrSeveralProcesses
class KilledBatchesTest {

    private static final int LINES = 60;

    @Parameter
    Shape shape;

    private final Nonces ofLines = new Nonces();
    private final Nonces ofProvider = new Nonces();

    @Test
    void shouldRunAndChargeNothingTwice() {
        Installation sluice = Installation.of(shape);
        Books books = new Books(sluice.gateway());
        String ours = books.newKey("");
        String theirs = books.newKey("");
        Batches lines = new Batches(sluice.gateway().as(ours));
        Batches remote = new Batches(sluice.gateway().as(theirs));
        String run = lines.create(lines.upload(IntStream.range(0, LINES)
                .mapToObj(i -> Batches.line("line-" + i, "cent", ofLines.prompt("hello sim{first-ms=1500}")))
                .toList()));
        Eventually.holds(() -> assertThat(ofLines.seen())
                .filteredOn(entry -> entry.outcome() != Outcome.IN_FLIGHT)
                .hasSizeGreaterThan(4));
        String handedIn = remote.create(remote.upload(ProviderBatchesTest.lines(ofProvider, 5)), "openai");
        Eventually.holds(
                () -> assertThat(remote.get(handedIn).path("status").asText()).isNotEqualTo("validating"));
        List<String> killed = sluice.parts();

        killed.forEach(part -> sluice.part(part).kill());
        sluice.restart(killed);

        shouldHaveRunNoLineTwice(
                sluice, books, ours, new Batches(sluice.gateway().as(ours)), run);
        // what was handed in is found again, and neither handed in nor charged twice
        ProviderBatchesTest.shouldHaveRunAtItsProvider(
                new Batches(sluice.gateway().as(theirs)), handedIn, ofProvider);
        ProviderBatchesTest.shouldBeChargedOnce(books, theirs);
    }

    private void shouldHaveRunNoLineTwice(Installation sluice, Books books, String key, Batches batches, String id) {
        JsonNode batch = batches.await(id, "completed");
        Map<String, JsonNode> answers = batches.results(batch.path("output_file_id"));
        Map<String, JsonNode> errors = batches.results(batch.path("error_file_id"));
        assertThat(answers.size() + errors.size()).isEqualTo(LINES);
        assertThat(errors)
                .as("only what had begun, by gateways with four at once")
                .hasSizeLessThanOrEqualTo(4 * sluice.gateways().size())
                .allSatisfy((line, result) ->
                        assertThat(result.at("/error/code").asText()).isEqualTo("batch_line_interrupted"));
        List<String> seen = ofLines.seen().stream().map(Entry::nonce).toList();
        assertThat(seen).as("at the providers").doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(answers.size());
        Eventually.holds(() -> assertThat(books.rows(key))
                .extracting(row -> row.path("end_user").asText())
                .doesNotHaveDuplicates()
                .containsAll(seen));
    }
}
