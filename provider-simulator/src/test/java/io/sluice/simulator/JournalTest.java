package io.sluice.simulator;

import static io.sluice.simulator.Wire.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.JournalOptions;
import io.sluice.simulator.journal.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void shouldShowEveryCallButNoKey() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.forTests());
                Wire wire = new Wire(simulator)) {
            String body = chat("gpt-4o", "repeat: x nonce:n-7", false);
            wire.chat(body);
            wire.chat(chat("other", "hi", false));
            String text =
                    wire.send("GET", "/sim/journal?model=gpt-4o&path=/chat", "").body();
            assertThat(text).doesNotContain("sk-test");
            JsonNode json = MAPPER.readTree(text);
            assertThat(json.path("entries")).hasSize(1);
            JsonNode entry = json.path("entries").path(0);
            assertThat(entry.path("seq").asLong()).isEqualTo(1);
            assertThat(entry.path("body").asText()).isEqualTo(body);
            assertThat(entry.path("nonce").asText()).isEqualTo("n-7");
            assertThat(entry.path("headers").path("authorization").asText())
                    .isEqualTo("sha256:" + Entry.digest("Bearer sk-test"));
            assertThat(entry.path("billed")).isEqualTo(entry.path("usage"));
            assertThat(MAPPER.readTree(
                                    wire.send("GET", "/sim/journal?since=1", "").body())
                            .path("next")
                            .asLong())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldCountByOutcomeAndModelAndForgetOnDemand() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.forTests());
                Wire wire = new Wire(simulator)) {
            wire.chat(chat("gpt-4o", "hi", false));
            wire.chat(chat("gpt-4o", "hi", true));
            JsonNode summary =
                    MAPPER.readTree(wire.send("GET", "/sim/journal/summary", "").body());
            assertThat(summary.path("outcomes").path("completed").asLong()).isEqualTo(2);
            assertThat(summary.path("models").path("gpt-4o").asLong()).isEqualTo(2);
            assertThat(summary.path("max_in_flight").asLong()).isEqualTo(1);
            assertThat(wire.send("DELETE", "/sim/journal", "").statusCode()).isEqualTo(204);
            assertThat(simulator.journal().entries()).isEmpty();
            assertThat(simulator.journal().summary().total()).isZero();
        }
    }

    @Test
    void shouldKeepTheNewestInMemoryAndAllInTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("journal.jsonl");
        JournalOptions options = new JournalOptions(true, 2, 10, file);
        try (Simulator simulator = Simulator.start(new SimulatorOptions("127.0.0.1", 0, 2, false, options));
                Wire wire = new Wire(simulator)) {
            for (int i = 0; i < 3; i++) {
                wire.chat(chat("gpt-4o", "hi", false));
            }
            assertThat(simulator.journal().entries()).extracting(Entry::number).containsExactly(2L, 3L);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(MAPPER.readTree(lines.getFirst()).path("body").asText()).hasSize(10);
    }

    @Test
    void shouldOnlyCountWhenToldTo() throws Exception {
        SimulatorOptions options = new SimulatorOptions("127.0.0.1", 0, 1, false, JournalOptions.counts());
        try (Simulator simulator = Simulator.start(options);
                Wire wire = new Wire(simulator)) {
            wire.chat(chat("gpt-4o", "hi", false));
            assertThat(simulator.journal().entries()).isEmpty();
            assertThat(simulator.journal().summary().byOutcome()).containsEntry(Outcome.COMPLETED, 1L);
        }
    }
}
