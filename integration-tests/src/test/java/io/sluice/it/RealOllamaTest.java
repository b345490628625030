package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real Ollama upstream, when {@code SLUICE_TEST_OLLAMA} is its address and {@code SLUICE_TEST_OLLAMA_MODEL} a model that it has (default
 * {@code tiny}, which always says the same sentence).
 */
@EnabledIfEnvironmentVariable(
        named = "SLUICE_TEST_OLLAMA",
        matches = "http.*",
        disabledReason = "SLUICE_TEST_OLLAMA names no Ollama server")
@ExtendWith(LogsOnFailure.class)
class RealOllamaTest {

    private static final String KEY = Installation.strongKey();
    private static final ObjectNode WEATHER = json("""
            {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object",
             "properties": {"city": {"type": "string"}}, "required": ["city"]}}}""");
    private static final ObjectNode SCHEMA = json("""
            {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object",
             "properties": {"word": {"type": "string"}}, "required": ["word"]}}}""");

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
                  - {model_name: anthropic, litellm_params: {model: anthropic/%1$s, api_base: "%2$s", api_key: none}}
                  - {model_name: thinking, litellm_params: {model: ollama_chat/tiny-think, api_base: "%2$s"}}
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
    @ValueSource(strings = {"chat", "generate", "dialect", "anthropic"})
    void shouldAnswerWithARealModel(String model) {
        Answer answer = client.chat(model, "Say something.");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isNotBlank();
        assertThat(answer.json().path("usage").path("completion_tokens").asLong())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "generate", "dialect", "anthropic"})
    void shouldStreamFromARealModel(String model) {
        Answer answer = client.stream(model, "Say something.");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isNotBlank();
        assertThat(answer.done()).isTrue();
    }

    /** The tiny model calls {@code get_weather} for Paris whenever it is offered a tool. */
    @ParameterizedTest
    @ValueSource(strings = {"chat", "dialect", "anthropic"})
    void shouldCallATool(String model) {
        ObjectNode body = Gateway.body(model, "What is the weather in Paris?");
        body.putArray("tools").add(WEATHER);
        JsonNode call = message(client.post("/v1/chat/completions", body)).at("/tool_calls/0/function");
        assertThat(call.path("name").asText()).isEqualTo("get_weather");
        assertThat(call.path("arguments").asText()).contains("Paris");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "dialect", "anthropic"})
    void shouldAnswerClientsOfAnthropicsProtocol(String model) {
        Answer answer = client.post(
                "/v1/messages", Gateway.body(model, "Say something.").put("max_tokens", 64));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/content/0/text").asText()).isNotBlank();
        assertThat(answer.json().at("/usage/output_tokens").asLong()).isPositive();
    }

    @Test
    void shouldShowWhatARealModelThinks() {
        ObjectNode body = Gateway.body("thinking", "Say something.").put("reasoning_effort", "low");
        JsonNode message = message(client.post("/v1/chat/completions", body));
        assertThat(message.path("reasoning_content").asText()).isNotBlank();
        assertThat(message.path("content").asText()).isNotBlank();
    }

    @Test
    void shouldFillASchema() {
        ObjectNode body = Gateway.body("chat", "Say something.");
        body.set("response_format", SCHEMA);
        String content = message(client.post("/v1/chat/completions", body))
                .path("content")
                .asText();
        assertThat(content).startsWith("{").contains("\"word\"");
    }

    private static JsonNode message(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/choices/0/message");
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
