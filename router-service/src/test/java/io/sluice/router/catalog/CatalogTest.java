package io.sluice.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Settings;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.wire.Wires;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Catalog catalog = Catalog.load();

    @Test
    void shouldIndexEveryProviderFile() throws IOException, URISyntaxException {
        Path folder = Path.of(CatalogTest.class.getResource("/providers").toURI());
        try (var files = Files.list(folder)) {
            Set<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .collect(Collectors.toSet());
            assertThat(catalog.providerNames()).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void shouldNameAWireThatExistsForEveryProvider() {
        for (String name : catalog.providerNames()) {
            assertThat(Wires.byName(catalog.provider(name).orElseThrow().wire()))
                    .as(name)
                    .isPresent();
        }
    }

    @Test
    void shouldPriceToTheNanoDollar() {
        ModelCard mini = catalog.card("openai", "gpt-4o-mini");

        assertThat(CostCalculator.cost(mini, TokenUsage.of(14, 8), null).total())
                .isEqualTo(Money.ofNanos(6_900));
        assertThat(CostCalculator.cost(mini, new TokenUsage(14, 10, 0, 0, 0, 8, 0, 0), null)
                        .total())
                .isEqualTo(Money.ofNanos(4 * 150 + 10 * 75 + 8 * 600));
    }

    @Test
    void shouldPriceDatedAndNewerNamesByTheNearestKnownModel() {
        assertThat(catalog.card("openai", "gpt-4o-2099-01-01").model()).isEqualTo("gpt-4o");
        assertThat(catalog.card("openai", "no-such-model").prices()).isNull();
        assertThat(CostCalculator.cost(catalog.card("openai", "no-such-model"), TokenUsage.of(1, 1), null)
                        .known())
                .isFalse();
    }

    @Test
    void shouldApplyAThresholdToTheWholeCall() {
        PriceTable table = LitellmPrices.table(Map.of(
                "input_cost_per_token", "0.000001",
                "input_cost_per_token_above_200k_tokens", "0.000002"));
        ModelCard card = new ModelCard("p", "m", null, 0, 0, table, Set.of());

        assertThat(CostCalculator.cost(card, TokenUsage.of(200_000, 0), null).total())
                .isEqualTo(Money.ofNanos(200_000_000));
        assertThat(CostCalculator.cost(card, TokenUsage.of(200_001, 0), null).total())
                .isEqualTo(Money.ofNanos(400_002_000));
    }

    @Test
    void shouldLetTheConfigurationSetPrices() {
        ModelCard own = catalog.customPrices(
                catalog.card("openai", "gpt-4o"),
                new Settings("params", Map.of("input_cost_per_token", 0, "input_cost_per_request", "0.01")),
                Settings.empty("info"));

        assertThat(CostCalculator.cost(own, TokenUsage.of(1_000, 1_000), null).total())
                .isEqualTo(Money.ofNanos(10_000_000));
        assertThat(CostCalculator.requestPrice(own).times(1)).isEqualTo(Money.ofNanos(10_000_000));
    }
}
