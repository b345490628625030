package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.EnvironmentModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentModelsTest {

    private static final Catalog CATALOG = Catalog.load();

    @TempDir
    Path folder;

    @Test
    void shouldMakeTheModelsOfAKeyAvailable() {
        assertThat(models(Map.of("ANTHROPIC_API_KEY", "k")))
                .extracting(DeploymentEntry::modelName)
                .containsExactly("anthropic/*", "claude-*");
        assertThat(models(Map.of("OLLAMA_API_BASE", "http://localhost:11434")))
                .extracting(DeploymentEntry::modelName)
                .containsExactlyInAnyOrder("ollama/*", "ollama_chat/*");
        assertThat(models(Map.of("HF_TOKEN", "k", "OPENAI_API_KEY", ""))).isEmpty();
    }

    @Test
    void shouldKnowTheKeysOfAllProviders() {
        for (String name : CATALOG.providerNames()) {
            Provider provider = CATALOG.provider(name).orElseThrow();
            for (String variable : provider.keyVariables()) {
                if (isBuilt(provider.wire()) && !variable.endsWith("_TOKEN")) {
                    assertThat(models(Map.of(variable, "k")))
                            .as(variable)
                            .extracting(DeploymentEntry::modelName)
                            .contains(name + "/*");
                }
            }
        }
    }

    @Test
    void shouldServeThem() {
        DeploymentTable table = new DeploymentTable(
                EnvironmentModels.addTo(
                        ConfigurationLoader.load(Map.of("OPENAI_API_KEY", "k", "GROQ_API_KEY", "k")),
                        CATALOG,
                        EnvironmentModelsTest::isBuilt),
                CATALOG,
                wire -> true);

        assertThat(table.status().unavailable()).isEmpty();
        assertThat(table.resolve("gpt-5").toString()).contains("openai");
        assertThat(table.resolve("groq/llama-3.3-70b").toString()).contains("groq");
    }

    @Test
    void shouldLeaveAFileAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "model_list: []");
        Configuration loaded =
                ConfigurationLoader.load(Map.of("CONFIG_FILE_PATH", file.toString(), "OPENAI_API_KEY", "k"));

        assertThat(EnvironmentModels.addTo(loaded, CATALOG, EnvironmentModelsTest::isBuilt)
                        .models())
                .isEmpty();
    }

    private static boolean isBuilt(String wire) {
        return !wire.equals("anthropic-complete");
    }

    private static Iterable<DeploymentEntry> models(Map<String, String> environment) {
        return EnvironmentModels.addTo(ConfigurationLoader.load(environment), CATALOG, EnvironmentModelsTest::isBuilt)
                .models();
    }
}
