package io.sluice.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.ConfigurationLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Without a configuration file, the key of each provider makes its models available. */
class EnvironmentModelsTest {

    /** Tokens that machines have for other purposes than calling models. */
    private static final Set<String> LEFT_OUT = Set.of("HF_TOKEN", "VERCEL_OIDC_TOKEN");

    @Test
    void shouldKnowTheKeysOfAllProviders() {
        List<String> unknown = new ArrayList<>();
        Catalog catalog = Catalog.load();
        for (String name : catalog.providerNames()) {
            Provider provider = catalog.provider(name).orElseThrow();
            for (String variable : provider.keyVariables()) {
                boolean offered = ConfigurationLoader.load(Map.of(variable, "key")).models().stream()
                        .anyMatch(model ->
                                model.params().string("model").orElse("").equals(provider.name() + "/*"));
                if (!offered && !LEFT_OUT.contains(variable)) {
                    unknown.add(variable + " of " + provider.name());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }
}
