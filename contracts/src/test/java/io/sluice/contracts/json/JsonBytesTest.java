package io.sluice.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void shouldFindMembersExactlyWhereJacksonFindsThem() throws IOException {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            JsonNode document = object(random, 0);
            byte[] json = spaced(random, MAPPER.writeValueAsString(document)).getBytes(StandardCharsets.UTF_8);
            Map<String, JsonNode> found = new LinkedHashMap<>();
            int end = JsonBytes.members(json, 0, json.length, (nameStart, nameEnd, valueStart, valueEnd) -> {
                found.put(JsonBytes.text(json, nameStart, nameEnd), tree(json, valueStart, valueEnd));
                return true;
            });

            assertThat(end).isEqualTo(json.length);
            assertThat(found).hasSize(document.size());
            document.properties()
                    .forEach(member -> assertThat(found).containsEntry(member.getKey(), member.getValue()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\n\"}",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":[1,]}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":\"\\u12g4\"}",
                "[]",
                ""
            })
    void shouldRefuseWhatIsNotAnObject(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonBytes.members(json, 0, json.length, (a, b, c, d) -> true))
                .isInstanceOf(MalformedJsonException.class);
    }

    /** Strings are read eight bytes at a time: what is special must be found at every offset, beside every neighbour. */
    @Test
    void shouldFindTheEndOfStringsWhereverItIsAndWhateverIsBeforeIt() {
        for (int length = 0; length < 40; length++) {
            for (char filling : new char[] {'a', ' ', '!', '#', '[', ']', '\u007f', '\u00e9', '\u4e16'}) {
                byte[] json =
                        ('"' + String.valueOf(filling).repeat(length) + "\"\"\\").getBytes(StandardCharsets.UTF_8);
                assertThat(JsonBytes.skipString(json, 0, json.length)).isEqualTo(json.length - 2);
            }
        }
    }

    @Test
    void shouldFindEscapesAndControlCharactersAtEveryOffset() {
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 20; after++) {
                String text = "\u00e9".repeat(before) + "\\\"" + "x".repeat(after);
                byte[] json = ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
                assertThat(JsonBytes.skipString(json, 0, json.length)).isEqualTo(json.length);
                byte[] bad = ('"' + text.replace("\\\"", "\u001f") + '"').getBytes(StandardCharsets.UTF_8);
                assertThatThrownBy(() -> JsonBytes.skipString(bad, 0, bad.length))
                        .isInstanceOf(MalformedJsonException.class)
                        .hasMessageContaining("control character");
            }
        }
    }

    @Test
    void shouldRefuseNestingThatWouldExhaustAParser() {
        byte[] json = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonBytes.skipValue(json, 0, json.length))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("nested deeper");
    }

    private static JsonNode tree(byte[] json, int start, int end) {
        try {
            return MAPPER.readTree(json, start, end - start);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode object(Random random, int depth) {
        var node = JsonNodeFactory.instance.objectNode();
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            node.set("k" + i + text(random), value(random, depth + 1));
        }
        return node;
    }

    private static JsonNode value(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> nodes.numberNode(random.nextInt());
            case 1 -> nodes.numberNode(random.nextDouble());
            case 2 -> nodes.booleanNode(random.nextBoolean());
            case 3 -> nodes.nullNode();
            case 4 -> nodes.textNode(text(random));
            case 5 -> object(random, depth);
            default -> nodes.arrayNode().add(value(random, depth + 1)).add(value(random, depth + 1));
        };
    }

    private static String text(Random random) {
        String[] pieces = {"\"", "\\", "\n", "é", "\uD83D\uDE00", "{", "}", ",", ":", "a", "\t", "\u0001"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    /** White space where JSON allows it: only around the outermost braces here, the rest comes from Jackson's printer. */
    private static String spaced(Random random, String json) {
        return random.nextBoolean() ? json : json.replaceFirst("^\\{", "{ \n\t");
    }
}
