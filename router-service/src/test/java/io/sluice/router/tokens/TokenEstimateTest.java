package io.sluice.router.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.WireCalls;
import io.sluice.router.wire.Wires;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts as LiteLLM 1.109.1 gave them for the same requests. */
class TokenEstimateTest {

    private static final String ASKED = "{\"role\":\"user\",\"content\":\"What is the capital of France?\"}";

    @Test
    void shouldCountMessagesAndTools() {
        assertThat(count("{\"messages\":[" + ASKED + "]}")).isEqualTo(14);
        assertThat(count("{\"messages\":[" + ASKED
                        + "],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\","
                        + "\"description\":\"Get the current weather in a city\",\"parameters\":{\"type\":\"object\",\"properties\":"
                        + "{\"city\":{\"type\":\"string\"},\"unit\":{\"type\":\"string\",\"enum\":[\"celsius\",\"fahrenheit\"]}},"
                        + "\"required\":[\"city\"]}}}]}"))
                .isEqualTo(65);
    }

    @Test
    void shouldCountTextsAsOpenAiDoes() {
        assertThat(Vocabulary.of("gpt-4o-mini").countTokensOrdinary("Hello there"))
                .isEqualTo(2);
    }

    private static long count(String body) {
        WireCall call = WireCalls.of(Protocol.OPENAI_CHAT, "mistral", "mistral-large-latest", body, -1, Map.of());
        return TokenEstimate.of(Wires.client(Protocol.OPENAI_CHAT).orElseThrow().read(call), "mistral-large-latest");
    }
}
