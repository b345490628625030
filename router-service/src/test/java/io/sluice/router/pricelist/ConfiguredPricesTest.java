package io.sluice.router.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Settings;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Terms;
import io.sluice.router.catalog.Usage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As recorded in the cases {@code params/lp-prices*} where they say something, and what they leave open. */
class ConfiguredPricesTest {

    private static final Catalog CATALOG = Catalog.load();
    private static final ModelCard MINI = CATALOG.card("openai", "gpt-4o-mini");

    @Test
    void shouldTakeThePricesOfParamsOrInfo() {
        assertThat(cost(
                        params(Map.of("input_cost_per_token", 1e-5, "output_cost_per_token", 2e-5)),
                        TokenUsage.of(14, 8)))
                .isEqualTo(Money.ofNanos(300_000));
        assertThat(cost(
                        info(Map.of("input_cost_per_token", "3e-05", "output_cost_per_token", "4e-05")),
                        TokenUsage.of(14, 8)))
                .isEqualTo(Money.ofNanos(740_000));
    }

    @Test
    void shouldLetInfoWinOverParams() {
        ModelCard card = ConfiguredPrices.apply(
                MINI,
                new Settings("params", Map.of("input_cost_per_token", 1e-5)),
                new Settings("info", Map.of("input_cost_per_token", 2e-5)));

        assertThat(cost(card, TokenUsage.of(10, 0))).isEqualTo(Money.ofNanos(200_000));
    }

    @Test
    void shouldPriceCachedTokensAsConfiguredOrAsInput() {
        TokenUsage cached = new TokenUsage(1_000, 800, 0, 0, 0, 8, 0, 0);

        assertThat(cost(
                        params(Map.of(
                                "input_cost_per_token", 1e-5,
                                "output_cost_per_token", 2e-5,
                                "cache_read_input_token_cost", 1e-6)),
                        cached))
                .isEqualTo(Money.ofNanos(2_960_000));
        assertThat(cost(params(Map.of("input_cost_per_token", 1e-5, "output_cost_per_token", 2e-5)), cached))
                .isEqualTo(Money.ofNanos(10_160_000));
    }

    @Test
    void shouldKeepTheListsPriceOfWhatIsNotConfigured() {
        assertThat(cost(params(Map.of("input_cost_per_token", 1e-5)), TokenUsage.of(14, 8)))
                .isEqualTo(Money.ofNanos(140_000 + 8 * 600));
        assertThat(cost(params(Map.of("input_cost_per_token_priority", 1e-5)), TokenUsage.of(14, 8)))
                .isEqualTo(Money.ofNanos(6_900));
    }

    @Test
    void shouldReplaceAPriceUnderItsOwnConditionOnly() {
        ModelCard card = params(Map.of("input_cost_per_token_priority", 1e-5));

        assertThat(CostCalculator.cost(card, Usage.of(TokenUsage.of(10, 0)).with(Terms.tier("priority")))
                        .total())
                .isEqualTo(Money.ofNanos(100_000));
    }

    @Test
    void shouldTakeOnePriceForBothWays() {
        assertThat(cost(params(Map.of("cost_per_token", 1e-6)), TokenUsage.of(10, 10)))
                .isEqualTo(Money.ofNanos(20_000));
        assertThat(cost(
                        params(Map.of(
                                "cost_per_token", Map.of("input_cost_per_token", 1e-6, "output_cost_per_token", 0))),
                        TokenUsage.of(10, 10)))
                .isEqualTo(Money.ofNanos(10_000));
    }

    @Test
    void shouldPriceAModelThatNoListKnows() {
        ModelCard unknown = CATALOG.card("openai", "my-own");
        Settings none = Settings.empty("info");

        ModelCard free = ConfiguredPrices.apply(
                unknown, new Settings("params", Map.of("input_cost_per_token", 0, "output_cost_per_token", 0)), none);
        ModelCard request =
                ConfiguredPrices.apply(unknown, new Settings("params", Map.of("input_cost_per_request", "0.01")), none);

        assertThat(cost(free, TokenUsage.of(10, 10))).isEqualTo(Money.ZERO);
        assertThat(cost(request, TokenUsage.of(10, 10))).isEqualTo(Money.ofNanos(10_000_000));
    }

    private static ModelCard params(Map<String, Object> values) {
        return ConfiguredPrices.apply(MINI, new Settings("params", values), Settings.empty("info"));
    }

    private static ModelCard info(Map<String, Object> values) {
        return ConfiguredPrices.apply(MINI, Settings.empty("params"), new Settings("info", values));
    }

    private static Money cost(ModelCard card, TokenUsage tokens) {
        CostCalculator.Cost cost = CostCalculator.cost(card, tokens, null);
        assertThat(cost.known()).isTrue();
        return cost.total();
    }
}
