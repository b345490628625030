package io.sluice.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.simulator.faults.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "plain text", "grüße aus köln", "数据流", "a🙂b🙂🙂"})
    void shouldCountBytesAndCutBetweenCharacters(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(TokenCount.bytes(text)).isEqualTo(bytes.length);
        StringBuilder joined = new StringBuilder();
        Pieces pieces = new Pieces(text, 1);
        while (pieces.hasNext()) {
            String piece = pieces.next();
            assertThat(piece.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 4);
            joined.append(piece);
        }
        assertThat(joined).hasToString(text);
    }

    @Test
    void shouldProduceExactlyTheTokensAskedFor() {
        Answer answer =
                Model.answer(prompt("hi", -1, List.of()), Shape.of(Map.of("tokens", "37", "reasoning", "5")), 0);
        assertThat(TokenCount.of(answer.text())).isEqualTo(37);
        assertThat(answer.tokens()).isEqualTo(42);
    }

    @Test
    void shouldStopAtTheFirstStopAndAtTheCap() {
        Answer stopped = Model.answer(prompt("repeat: one two three", -1, List.of("three", "two")), Shape.PLAIN, 0);
        assertThat(stopped.text()).isEqualTo("one ");
        assertThat(stopped.stop()).isEqualTo("two");
        Answer cut = Model.answer(prompt("repeat: one two three", 2, List.of()), Shape.PLAIN, 0);
        assertThat(cut.text()).isEqualTo("one two ");
        assertThat(cut.cut()).isTrue();
        assertThat(cut.tokens()).isEqualTo(2);
    }

    @Test
    void shouldRepeatWithoutItsDirectives() {
        assertThat(Model.answer(prompt("sim{chunk=2} repeat: just this\nnot this", -1, List.of()), Shape.PLAIN, 0)
                        .text())
                .isEqualTo("just this");
    }

    @Test
    void shouldFollowReferencesInASchema() throws Exception {
        JsonNode schema = new ObjectMapper().readTree("""
                        {"type":"object","properties":{"node":{"$ref":"#/$defs/node"},"kind":{"const":"k"},
                         "tags":{"type":"array","items":{"enum":["a","b"]},"minItems":2}},
                         "$defs":{"node":{"type":"object","properties":{"id":{"type":"integer"},"next":{"$ref":"#/$defs/node"}}}}}""");
        JsonNode sample = Sample.of(schema, 5);
        assertThat(sample.at("/node/id").isInt() || sample.at("/node/id").isLong())
                .isTrue();
        assertThat(sample.path("kind").asText()).isEqualTo("k");
        assertThat(sample.path("tags")).hasSize(2);
    }

    private static Prompt prompt(String text, int cap, List<String> stops) {
        return new Prompt(text, text.length(), List.of(), new Format.Text(), stops, cap, false, 0);
    }
}
