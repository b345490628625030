package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Settings;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.wire.WireCalls;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbilitiesTest {

    private static Set<String> lacking(String provider, String model, Map<String, Object> params) {
        return Abilities.lacking(
                WireCalls.of(Protocol.OPENAI_CHAT, provider, model, "{}", -1, params)
                        .target(),
                Settings.empty("info"));
    }

    @Test
    void shouldKnowWhatAModelDoesNotTake() {
        assertThat(lacking("openai", "gpt-3.5-turbo", Map.of()))
                .contains(Abilities.VISION)
                .doesNotContain(Abilities.TOOLS);
        assertThat(lacking("openai", "gpt-4o", Map.of())).doesNotContain(Abilities.VISION, Abilities.TOOLS);
        assertThat(lacking("openai", "o3-mini", Map.of())).contains("logprobs");
    }

    /** The price list does not say everything of every model. */
    @Test
    void shouldNotTakeSilenceForNo() {
        assertThat(lacking("azure", "o3-mini", Map.of())).doesNotContain(Abilities.TOOLS);
        assertThat(lacking("openai", "nobody-knows-it", Map.of())).doesNotContainAnyElementsOf(Abilities.ALL);
    }

    @Test
    void shouldNotMindAParameterThatIsLeftOut() {
        assertThat(lacking("openai", "o3-mini", Map.of("drop_params", true))).doesNotContain("logprobs");
    }
}
