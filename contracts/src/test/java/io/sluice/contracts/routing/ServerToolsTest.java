package io.sluice.contracts.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerToolsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"type\": \"web_search_20250305\", \"name\": \"web_search\"}]",
                "[{\"type\": \"function\", \"function\": {\"name\": \"f\"}}, {\"type\": \"web_search_preview\"}]",
                "[{\"googleSearch\": {}}]",
                "[{\"functionDeclarations\": []}, {\"google_search\": {}}]",
                "[{\"type\": 1}]",
                "[{\"type\""
            })
    void shouldSeeToolsThatTheProviderRuns(String tools) {
        assertThat(asked("tools", tools)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "[{\"function\": {\"name\": \"web_search\"}, \"type\": \"function\"}]",
                "[{\"name\": \"web_search\", \"description\": \"d\", \"input_schema\": {\"type\": \"object\"}}]",
                "[{\"type\": \"custom\", \"name\": \"f\"}]",
                "[{\"functionDeclarations\": [{\"name\": \"google_search\"}]}]"
            })
    void shouldSeeThatTheClientRunsItsFunctions(String tools) {
        assertThat(asked("tools", tools)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"web_search_options", "plugins"})
    void shouldKnowTheMembersThatAskForSearches(String member) {
        assertThat(asked(member, "{}")).isTrue();
        assertThat(asked("messages", "[]")).isFalse();
    }

    /** The body stands behind other bytes, as in a buffer that is a slice of a larger one. */
    private static boolean asked(String member, String value) {
        byte[] before = "xxx".getBytes(StandardCharsets.UTF_8);
        String json = "{\"" + member + "\":" + value + "}";
        ByteBuffer body = ByteBuffer.allocate(before.length + json.length());
        body.put(before).put(json.getBytes(StandardCharsets.UTF_8)).flip().position(before.length);
        int start = member.length() + 4;
        Span span = new Span(start, start + value.length());
        BodyScan scan = Scans.of(
                List.of(new BodyScan.Member(member, new Span(1, start + value.length()), span)), json.length());
        return ServerTools.asked(scan, body);
    }
}
