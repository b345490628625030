package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingRulesTest {

    private static Settings router(Map<String, Object> values) {
        return new Settings("router_settings", values);
    }

    @Test
    void shouldShuffleWhenNothingIsSaid() {
        RoutingRules rules = RoutingRules.read(router(Map.of()), "g", false);

        assertThat(rules.strategy().name()).isEqualTo("simple-shuffle");
        assertThat(rules.tags()).isEmpty();
        assertThat(rules.affinity().any()).isFalse();
        assertThat(rules.signals()).containsExactly(Signal.AVAILABLE_AT);
    }

    @Test
    void shouldReadLitellmsSettings() {
        RoutingRules rules = RoutingRules.read(
                router(Map.of(
                        "routing_strategy",
                        "latency-based-routing",
                        "routing_strategy_args",
                        Map.of("lowest_latency_buffer", 0.5),
                        "enable_tag_filtering",
                        true,
                        "tag_filtering_match_any",
                        "false",
                        "enable_pre_call_checks",
                        true,
                        "optional_pre_call_checks",
                        List.of("prompt_caching", "session_affinity"))),
                "g",
                true);

        assertThat(((Lowest) rules.strategy()).margin()).isEqualTo(0.5);
        assertThat(rules.tags()).isEqualTo(Optional.of(new TagRule(false)));
        assertThat(rules.preCallChecks()).isTrue();
        assertThat(rules.affinity()).isEqualTo(new AffinityRules(true, true, false));
        assertThat(rules.signals())
                .contains(Signal.LATENCY, Signal.FIRST_TOKEN, Signal.BUDGET_LEFT, Signal.TOKENS_LEFT);
    }

    @Test
    void shouldGiveARoutingGroupItsOwnStrategy() {
        Settings router = router(Map.of(
                "routing_strategy",
                "least-busy",
                "routing_groups",
                List.of(Map.of(
                        "group_name", "cheap",
                        "models", List.of("small", "tiny"),
                        "routing_strategy", "cost-based-routing"))));

        assertThat(RoutingRules.read(router, "tiny", false).strategy().name()).isEqualTo("cost-based-routing");
        assertThat(RoutingRules.read(router, "big", false).strategy().name()).isEqualTo("least-busy");
    }

    @Test
    void shouldRefuseAStrategyThatNobodyKnows() {
        assertThatThrownBy(() -> RoutingRules.read(router(Map.of("routing_strategy", "least-bussy")), "g", false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("least-bussy")
                .hasMessageContaining("least-busy");
    }

    @Test
    void shouldMakeEveryStrategyThatItNames() {
        for (String name : Strategies.NAMES) {
            assertThat(Strategies.of(name, Settings.empty("args")).name()).isEqualTo(name);
        }
    }
}
