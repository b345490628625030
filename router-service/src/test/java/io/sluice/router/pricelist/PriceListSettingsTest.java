package io.sluice.router.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.ConfigurationLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceListSettingsTest {

    @Test
    void shouldFetchNothingThatNobodyNamed() {
        assertThat(read("model_list: []", Map.of())).isEmpty();
    }

    @Test
    void shouldPreferItsOwnSettingToLitellms() {
        String both =
                "{model_list: [], sluice_settings: {price_catalog: 'https://example.com/a.json', price_refresh: 60},"
                        + " litellm_settings: {model_cost_map_url: 'https://example.com/b.json'}}";

        assertThat(read(both, Map.of()))
                .contains(new PriceListSettings("https://example.com/a.json", 60, Optional.empty()));
    }

    @Test
    void shouldReadLitellmsSettingAndVariableUnlessItSaysLocal() {
        String url = "{model_list: [], litellm_settings: {model_cost_map_url: 'https://example.com/b.json'}}";
        Map<String, String> variable = Map.of("LITELLM_MODEL_COST_MAP_URL", "https://example.com/c.json");

        assertThat(read(url, variable)).map(PriceListSettings::location).contains("https://example.com/b.json");
        assertThat(read("model_list: []", variable))
                .map(PriceListSettings::location)
                .contains("https://example.com/c.json");
        assertThat(read("model_list: []", variable))
                .map(PriceListSettings::refreshSeconds)
                .contains(3_600L);
        assertThat(read(url, Map.of("LITELLM_LOCAL_MODEL_COST_MAP", "True"))).isEmpty();
    }

    @Test
    void shouldRememberInTheDataFolder() {
        String file = "{model_list: [], sluice_settings: {price_catalog: /etc/prices.json}}";

        assertThat(read(file, Map.of("SLUICE_DATA", "/data")))
                .contains(new PriceListSettings("/etc/prices.json", 5, Optional.of(Path.of("/data/price-list.json"))));
    }

    private static Optional<PriceListSettings> read(String yaml, Map<String, String> environment) {
        return PriceListSettings.read(ConfigurationLoader.parse(yaml, environment));
    }
}
