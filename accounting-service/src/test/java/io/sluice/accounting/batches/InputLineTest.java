package io.sluice.accounting.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputLineTest {

    private static final String CHAT = "/v1/chat/completions";

    private static InputLine read(String line) {
        return InputLine.read(7, line.getBytes(StandardCharsets.UTF_8), CHAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"model\" : \"gpt\", \"temperature\": 0.10000000000000000001 , \"messages\":[{\"a\":{}}] }",
                "{}",
                "{\"text\":\"ü \\u0000 } \\\" {\"}"
            })
    void shouldKeepTheBytesOfTheBody(String body) {
        InputLine line = read("{\"custom_id\":\"ü\",\"body\": " + body
                + " ,\"url\":\"/v1/chat/completions\",\"method\":\"POST\",\"more\":{\"body\":[{}]}}\r");

        assertThat(line.errorCode()).isNull();
        assertThat(line.customId()).isEqualTo("ü");
        assertThat(new String(line.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"custom_id\": | invalid_json_line",
                "[] | invalid_json_line",
                "null | invalid_json_line",
                "{} {} | invalid_json_line",
                "{} | missing_required_parameter",
                "{\"custom_id\":5} | missing_required_parameter",
                "{\"custom_id\":\"\\u0000\"} | missing_required_parameter",
                "{\"custom_id\":\"a\",\"method\":\"GET\"} | invalid_method",
                "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/embeddings\"} | invalid_url",
                "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\"} | missing_required_parameter",
                "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":\"{}\"} | missing_required_parameter"
            })
    void shouldSayWhatIsWrong(String line, String code) {
        assertThat(read(line).errorCode()).isEqualTo(code);
    }

    /** Whatever the pieces are: their ends change nothing. */
    @Test
    void shouldFindTheLinesHoweverTheFileIsCut() {
        byte[] file = "one\n\r\n  \ntwo\r\n\nthree ü".getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= file.length; size++) {
            List<String> lines = new ArrayList<>();
            LineSplitter splitter = new LineSplitter(
                    (number, line) -> lines.add(number + ":" + new String(line, StandardCharsets.UTF_8).strip()));
            for (int from = 0; from < file.length; from += size) {
                splitter.piece(Arrays.copyOfRange(file, from, Math.min(file.length, from + size)));
            }
            splitter.end();
            assertThat(lines).containsExactly("1:one", "4:two", "6:three ü");
        }
    }

    @Test
    void shouldHoldNothingOfALineThatIsTooLong() {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter =
                new LineSplitter((number, line) -> lines.add(number + ":" + (line == null ? "long" : line.length)));
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        for (int i = 0; i < 6; i++) {
            splitter.piece(piece);
        }
        splitter.piece("\nshort\n".getBytes(StandardCharsets.UTF_8));
        splitter.end();

        assertThat(lines).containsExactly("1:long", "2:5");
    }
}
