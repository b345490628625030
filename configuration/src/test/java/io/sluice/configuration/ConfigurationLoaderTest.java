package io.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadTheExampleWithKeysSet() {
        Configuration example = example(Map.of("OPENAI_API_KEY", "k1", "ANTHROPIC_API_KEY", "k2", "REDIS_HOST", "r"));

        assertThat(example.models())
                .extracting(DeploymentEntry::modelName)
                .containsExactly("gpt-4", "gpt-3.5-turbo", "claude-3-sonnet", "gemini-pro", "llama2");
        assertThat(example.models().get(0).params().string("api_key")).contains("k1");
        assertThat(example.models().get(0).unavailable()).isEmpty();
        assertThat(example.general().decimal("max_budget").orElseThrow()).isEqualByComparingTo("100");
        assertThat(example.general().wholeNumber("rpm_limit")).contains(100L);
        assertThat(example.litellm().section("cache_params").string("host")).contains("r");
    }

    @Test
    void shouldMakeJustTheDeploymentUnavailableWhoseKeyIsNotSet() {
        Configuration example = example(Map.of("OPENAI_API_KEY", "k1"));

        assertThat(example.models())
                .filteredOn(model -> model.unavailable().isPresent())
                .extracting(DeploymentEntry::modelName)
                .containsExactly("claude-3-sonnet", "gemini-pro");
        assertThat(example.models().get(2).unavailable()).contains("the variable ANTHROPIC_API_KEY is not set");
    }

    @Test
    void shouldAppendListsOfIncludedFiles() throws IOException {
        Path main = Files.writeString(folder.resolve("main.yaml"), """
                include: [more.yaml]
                model_list: [{model_name: a, litellm_params: {model: openai/a}}]
                general_settings: {rpm_limit: 1}
                """);
        Files.writeString(folder.resolve("more.yaml"), """
                model_list: [{model_name: b, litellm_params: {model: openai/b}}]
                general_settings: {rpm_limit: 2}
                """);

        Configuration loaded = ConfigurationLoader.load(Map.of("CONFIG_FILE_PATH", main.toString()));

        assertThat(loaded.models()).extracting(DeploymentEntry::modelName).containsExactly("a", "b");
        assertThat(loaded.general().wholeNumber("rpm_limit")).contains(2L);
    }

    @Test
    void shouldUseVariablesThatTheFileSets() {
        Configuration loaded = ConfigurationLoader.parse("""
                environment_variables: {MY_KEY: from-file}
                model_list: [{model_name: a, litellm_params: {model: openai/a, api_key: os.environ/MY_KEY}}]
                """, Map.of());

        assertThat(loaded.models().get(0).params().string("api_key")).contains("from-file");
    }

    @Test
    void shouldSayWhereAFileIsBroken() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "model_list: [\n  {a: secret\n");

        assertThatThrownBy(() -> ConfigurationLoader.load(Map.of("CONFIG_FILE_PATH", broken.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("broken.yaml, line")
                .hasMessageNotContainingAny("secret", "\n");
        assertThatThrownBy(() -> ConfigurationLoader.load(Map.of("CONFIG_FILE_PATH", "/nowhere.yaml")))
                .hasMessageContaining("/nowhere.yaml does not exist");
        assertThatThrownBy(() -> ConfigurationLoader.parse("a: 1\na: 2", Map.of()))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void shouldKeepTheIdOfADeploymentWhenAVariableChanges() {
        String id = example(Map.of("OPENAI_API_KEY", "one")).models().get(0).id();

        assertThat(example(Map.of("OPENAI_API_KEY", "two")).models().get(0).id())
                .isEqualTo(id)
                .hasSize(64);
    }

    private static Configuration example(Map<String, String> environment) {
        try (var in = ConfigurationLoaderTest.class.getResourceAsStream("/example.yaml")) {
            return ConfigurationLoader.parse(
                    new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8), environment);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
