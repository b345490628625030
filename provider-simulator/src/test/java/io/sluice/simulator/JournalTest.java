package io.sluice.simulator;

import static io.sluice.simulator.Wire.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.simulator.journal.Entry;
import io.sluice.simulator.journal.JournalOptions;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Units;
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
    void shouldCountPicturesSecondsCharactersAndSearches() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.forTests());
                Wire wire = new Wire(simulator)) {
            String[] key = {"authorization", "Bearer sk-test"};
            wire.send("POST", "/v1/images/generations", "{\"model\":\"dall-e-3\",\"prompt\":\"x\",\"n\":2}", key);
            wire.send(
                    "POST",
                    "/v1/audio/speech",
                    "{\"model\":\"tts-1\",\"input\":\"hello\",\"voice\":\"v\",\"stream_format\":\"sse\"}",
                    key);
            wire.send("POST", "/v2/rerank", "{\"model\":\"r\",\"query\":\"q\",\"documents\":[\"a\"]}", key);
            wire.send(
                    "POST", "/v1/ocr", "{\"model\":\"o\",\"document\":{\"document_url\":\"u\"},\"pages\":[0,1]}", key);
            assertThat(simulator.journal().entries().stream()
                            .map(entry -> entry.billed().units())
                            .toList())
                    .containsExactly(
                            Units.images(2), new Units(0, 1 / 3.0, 5, 0, 0), Units.searches(1), Units.pages(2));
            JsonNode shown =
                    MAPPER.readTree(wire.send("GET", "/sim/journal", "").body());
            assertThat(shown.at("/entries/0/billed/images").asInt()).isEqualTo(2);
            assertThat(shown.at("/entries/2/usage/searches").asInt()).isEqualTo(1);
        }
    }

    @Test
    void shouldShowTheQueryWithoutItsKey() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.forTests());
                Wire wire = new Wire(simulator)) {
            wire.send("POST", "/v1beta/models/g:countTokens?key=secret&alt=json", "{}");
            assertThat(wire.send("GET", "/sim/journal", "").body())
                    .doesNotContain("secret")
                    .contains("\"query\":\"key=***&alt=json\"");
        }
    }

    @Test
    void shouldEnterEachLineOfABatch() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.forTests());
                Wire wire = new Wire(simulator)) {
            String line = "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                    + chat("gpt-4o", "repeat: hello nonce:line-1", false) + "}";
            String form = "--b\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--b\r\n"
                    + "content-disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n" + line
                    + "\r\n--b--\r\n";
            JsonNode file = MAPPER.readTree(wire.send(
                            "POST",
                            "/s/a/v1/files",
                            form,
                            "authorization",
                            "Bearer k",
                            "content-type",
                            "multipart/form-data; boundary=b")
                    .body());
            wire.send(
                    "POST",
                    "/s/a/v1/batches",
                    "{\"input_file_id\":\"" + file.path("id").asText()
                            + "\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}",
                    "authorization",
                    "Bearer k");
            Entry entry = simulator.journal().entries().getLast();
            assertThat(entry.method()).isEqualTo("BATCH");
            assertThat(entry.path()).isEqualTo("/s/a/v1/chat/completions");
            assertThat(entry.nonce()).isEqualTo("line-1");
            assertThat(entry.billed()).isEqualTo(entry.usage());
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
