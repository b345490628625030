package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import io.sluice.it.harness.Standalone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real Ollama upstream, when {@code SLUICE_TEST_OLLAMA} is its address and {@code SLUICE_TEST_OLLAMA_MODEL} a model that it has (default
 * {@code tiny}, which always says the same sentence).
 */
@EnabledIfEnvironmentVariable(named = "SLUICE_TEST_OLLAMA", matches = "http.*")
@ExtendWith(LogsOnFailure.class)
class RealOllamaTest {

    private static final String KEY = Installation.strongKey();
    private static ServiceProcess process;
    private static Gateway client;

    @BeforeAll
    static void start() throws IOException {
        String address = System.getenv("SLUICE_TEST_OLLAMA");
        String model = System.getenv().getOrDefault("SLUICE_TEST_OLLAMA_MODEL", "tiny");
        Path file =
                Files.writeString(Run.folder("ollama").resolve("litellm_config.yaml"), """
                model_list:
                  - {model_name: chat, litellm_params: {model: ollama_chat/%1$s, api_base: "%2$s"}}
                  - {model_name: generate, litellm_params: {model: ollama/%1$s, api_base: "%2$s"}}
                  - {model_name: dialect, litellm_params: {model: openai/%1$s, api_base: "%2$s/v1", api_key: none}}
                """.formatted(model, address));
        process = Standalone.start("ollama", Map.of("LITELLM_MASTER_KEY", KEY, "CONFIG_FILE_PATH", file.toString()))
                .awaitReady();
        client = new Gateway(process.url(), KEY);
    }

    @AfterAll
    static void stop() {
        process.terminate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "generate", "dialect"})
    void shouldAnswerWithARealModel(String model) {
        Answer answer = client.chat(model, "Say something.");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isNotBlank();
        assertThat(answer.json().path("usage").path("completion_tokens").asLong())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "generate", "dialect"})
    void shouldStreamFromARealModel(String model) {
        Answer answer = client.stream(model, "Say something.");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isNotBlank();
        assertThat(answer.done()).isTrue();
    }
}
