package io.sluice.router.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.Environment;
import io.sluice.configuration.Settings;
import io.sluice.contracts.money.Money;
import io.sluice.router.measure.LocalCounters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetsTest {

    private static final long NOON = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();
    private static final long DAY = 24 * 3_600_000;

    private static Configuration configuration(Map<String, Object> providers, Map<String, Object> params) {
        return configuration(providers, params, Map.of());
    }

    private static Configuration configuration(
            Map<String, Object> providers, Map<String, Object> params, Map<String, Object> tags) {
        return new Configuration(
                Optional.empty(),
                List.of(new DeploymentEntry(
                        "g", "d", new Settings("litellm_params", params), Settings.empty("i"), Optional.empty())),
                new Settings("router_settings", Map.of("provider_budget_config", providers)),
                new Settings("litellm_settings", Map.of("tag_budget_config", tags)),
                Settings.empty("general_settings"),
                Settings.empty("sluice_settings"),
                new Environment(Map.of()),
                List.of());
    }

    private static Budgets budgets(Map<String, Object> providers, Map<String, Object> params) {
        return Budgets.read(configuration(providers, params), Optional.empty());
    }

    private static final Map<String, Object> TEN = Map.of("budget_limit", 10, "time_period", "1d");
    private static final Map<String, Object> TEN_A_DAY = Map.of("openai", TEN);

    private static long left(Budgets.Purse purse, long nowMillis) {
        return Math.min(Budgets.left(purse.provider(), nowMillis), Budgets.left(purse.deployment(), nowMillis));
    }

    private static Money dollars(long dollars) {
        return Money.ofNanos(dollars * 1_000_000_000);
    }

    @Test
    void shouldKnowWhatAProviderHasLeftOfItsDay() {
        Budgets budgets = budgets(TEN_A_DAY, Map.of());
        budgets.spend("openai", "d", List.of(), NOON, dollars(7));
        budgets.spend("anthropic", "e", List.of(), NOON, dollars(70));

        assertThat(left(budgets.of("openai", "any"), NOON)).isEqualTo(dollars(3).nanos());
        assertThat(left(budgets.of("anthropic", "e"), NOON)).isEqualTo(Long.MAX_VALUE);
        assertThat(left(budgets.of("openai", "any"), NOON + DAY))
                .isEqualTo(dollars(10).nanos());
    }

    @Test
    void shouldTakeTheTighterOfProviderAndDeployment() {
        Budgets budgets = budgets(TEN_A_DAY, Map.of("max_budget", 2, "budget_duration", "1h"));
        budgets.spend("openai", "d", List.of(), NOON, dollars(1));

        assertThat(left(budgets.of("openai", "d"), NOON)).isEqualTo(dollars(1).nanos());
        assertThat(left(budgets.of("openai", "other"), NOON))
                .isEqualTo(dollars(9).nanos());
        assertThat(left(budgets.of("openai", "d"), NOON + 3_600_000))
                .isEqualTo(dollars(2).nanos());
    }

    @Test
    void shouldReadTheOtherNamesAndBudgetsWithoutEnd() {
        Budgets budgets = budgets(Map.of("openai", Map.of("max_budget", "1.5")), Map.of());
        budgets.spend("openai", "d", List.of(), NOON, Money.ofNanos(500_000_000));

        assertThat(left(budgets.of("openai", "d"), NOON + 1_000 * DAY))
                .isEqualTo(dollars(1).nanos());
        assertThat(budgets(Map.of(), Map.of()).none()).isTrue();
    }

    @Test
    void shouldRefuseADurationThatNobodyUnderstands() {
        assertThatThrownBy(
                        () -> budgets(Map.of("openai", Map.of("budget_limit", 1, "time_period", "a while")), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a while");
    }

    @Test
    void shouldKnowWhatTheTagsOfACallHaveLeft() {
        Configuration configuration = configuration(
                Map.of(), Map.of(), Map.of("chat", Map.of("max_budget", 5, "budget_duration", "1d"), "batch", TEN));
        Budgets budgets = Budgets.read(configuration, Optional.empty());
        budgets.spend("openai", "d", List.of("chat", "chat", "unknown"), NOON, dollars(4));

        assertThat(budgets.none()).isFalse();
        assertThat(budgets.left(List.of("batch", "chat"), NOON))
                .isEqualTo(dollars(1).nanos());
        assertThat(budgets.left(List.of("batch"), NOON)).isEqualTo(dollars(10).nanos());
        assertThat(budgets.left(List.of("unknown"), NOON)).isEqualTo(Long.MAX_VALUE);
        assertThat(left(budgets.of("openai", "d"), NOON)).isEqualTo(Long.MAX_VALUE);

        Budgets after = Budgets.read(configuration, Optional.of(budgets));
        assertThat(after.left(List.of("chat"), NOON)).isEqualTo(dollars(1).nanos());
        assertThat(after.left(List.of("chat"), NOON + DAY)).isEqualTo(dollars(5).nanos());
    }

    @Test
    void shouldGoOnCountingOverAReload() {
        Budgets before = budgets(TEN_A_DAY, Map.of());
        before.spend("openai", "d", List.of(), NOON, dollars(4));
        Budgets after = Budgets.read(
                configuration(Map.of("openai", Map.of("budget_limit", 20, "time_period", "1d")), Map.of()),
                Optional.of(before));

        assertThat(left(after.of("openai", "d"), NOON)).isEqualTo(dollars(16).nanos());
    }

    @Test
    void shouldAddUpTheSpendOfAllRouters() {
        LocalCounters store = new LocalCounters();
        Budgets a = budgets(TEN_A_DAY, Map.of("max_budget", 8));
        Budgets b = budgets(TEN_A_DAY, Map.of("max_budget", 8));
        a.spend("openai", "d", List.of(), NOON, dollars(2));
        b.spend("openai", "d", List.of(), NOON, dollars(3));
        for (int i = 0; i < 2; i++) {
            a.exchange(store.router("a"), NOON).toCompletableFuture().join();
            b.exchange(store.router("b"), NOON).toCompletableFuture().join();
        }
        assertThat(left(a.of("openai", "other"), NOON)).isEqualTo(dollars(5).nanos());
        assertThat(left(b.of("openai", "d"), NOON)).isEqualTo(dollars(3).nanos());
    }
}
