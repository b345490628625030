package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LiveStream;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import io.sluice.it.harness.Standalone;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person at the terminal sees when the standalone starts and stops. */
@ExtendWith(LogsOnFailure.class)
class StartTest {

    private static final Pattern MASTER_KEY = Pattern.compile("sk-[A-Za-z0-9_-]{20,}");

    private final Nonces nonces = new Nonces();

    @Test
    void shouldRefuseAMasterKeyThatAnybodyWouldGuess() {
        ServiceProcess process = Standalone.start("weak-key", Map.of("LITELLM_MASTER_KEY", "sk-1234"));
        assertThat(process.awaitExit()).isNotZero();
        assertThat(process.output())
                .contains("openssl rand")
                .doesNotContain("sk-1234")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldMakeAMasterKeyAndShowItOnce() {
        ServiceProcess first =
                Standalone.start("made-key", environmentWithModels()).awaitReady();
        Matcher shown = MASTER_KEY.matcher(first.output());
        assertThat(shown.find()).as(first.output()).isTrue();
        String key = shown.group();
        assertThat(new Gateway(first.url(), key).get("/key/list").status()).isEqualTo(200);
        first.terminate();
        assertThat(first.awaitExit()).isZero();
        ServiceProcess again =
                Standalone.start("made-key", environmentWithModels()).awaitReady();
        assertThat(again.output().split(Pattern.quote(key), -1))
                .as("shown once")
                .hasSize(2);
        assertThat(new Gateway(again.url(), key).get("/key/list").status()).isEqualTo(200);
        stop(again);
    }

    @Test
    void shouldEndAStreamBeforeItStops() throws Exception {
        String key = Installation.strongKey();
        ServiceProcess process = Standalone.start(
                        "drained", Map.of("LITELLM_MASTER_KEY", key, "CONFIG_FILE_PATH", models().toString()))
                .awaitReady();
        try (LiveStream stream =
                LiveStream.open(new Gateway(process.url(), key), "gpt", nonces.prompt("sim{tokens=60,chunk-ms=50}"))) {
            assertThat(stream.awaitChunks(3)).isTrue();
            process.terminate();
            assertThat(stream.rest()).contains("[DONE]");
        }
        assertThat(process.awaitExit()).isZero();
        ServiceProcess again = Standalone.start(
                        "drained", Map.of("LITELLM_MASTER_KEY", key, "CONFIG_FILE_PATH", models().toString()))
                .awaitReady();
        JsonNode rows = new Gateway(again.url(), key).get("/spend/logs").json();
        assertThat(rows).hasSize(1);
        assertThat(rows.path(0).path("metadata").path("settled_as").asText()).isEqualToIgnoringCase("exact");
        stop(again);
    }

    @Test
    void shouldStartTheExampleOfTheIssueAsItIsWithoutAnyVariable() {
        ServiceProcess process = Standalone.start(
                        "example-bare", Map.of("CONFIG_FILE_PATH", example().toString()))
                .awaitReady();
        String output = process.output();
        for (String named : List.of(
                "gpt-4, gpt-3.5-turbo: the variable OPENAI_API_KEY is not set",
                "ANTHROPIC_API_KEY",
                "GEMINI_API_KEY",
                "gemini",
                "langfuse",
                "cache")) {
            assertThat(output).as("notices at the start").containsIgnoringCase(named);
        }
        assertThat(output).as("what is in force needs no notice").doesNotContain("usage-based-routing");
        Matcher key = MASTER_KEY.matcher(output);
        assertThat(key.find()).isTrue();
        Answer answer = new Gateway(process.url(), key.group()).chat("gpt-4", "hi");
        assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(400);
        assertThat(answer.error()).as(answer.text()).isNotBlank();
        stop(process);
    }

    @Test
    void shouldStartTheExampleOfTheIssueWithItsVariables() {
        String key = Installation.strongKey();
        ServiceProcess process = Standalone.start(
                        "example-full",
                        Map.of(
                                "CONFIG_FILE_PATH",
                                example().toString(),
                                "LITELLM_MASTER_KEY",
                                key,
                                "OPENAI_API_KEY",
                                "sk-provider",
                                "OPENAI_BASE_URL",
                                Installation.PROVIDERS.url() + "/v1",
                                "ANTHROPIC_API_KEY",
                                "sk-provider",
                                "ANTHROPIC_BASE_URL",
                                Installation.PROVIDERS.url()))
                .awaitReady();
        Gateway client = new Gateway(process.url(), key);
        for (String model : List.of("gpt-4", "gpt-3.5-turbo", "claude-3-sonnet")) {
            Answer answer = client.chat(model, nonces.prompt("repeat: the example"));
            assertThat(answer.status()).as(model + ": " + answer.text()).isEqualTo(200);
            assertThat(answer.content()).isEqualTo("the example");
        }
        JsonObject sent = nonces.seen().getFirst().body().toJsonObject();
        assertThat(sent.getInteger("max_tokens")).isEqualTo(4096);
        assertThat(sent.getDouble("temperature")).isEqualTo(0.7);
        assertThat(process.output()).doesNotContain(key).doesNotContain("sk-provider");
        stop(process);
    }

    @Test
    void shouldServeTheModelsOfProviderKeysWithoutAnyFile() {
        String key = Installation.strongKey();
        ServiceProcess process = Standalone.start(
                        "no-file",
                        Map.of(
                                "LITELLM_MASTER_KEY",
                                key,
                                "OPENAI_API_KEY",
                                "sk-provider",
                                "OPENAI_BASE_URL",
                                Installation.PROVIDERS.url() + "/v1"))
                .awaitReady();
        Gateway client = new Gateway(process.url(), key);
        Answer answer = client.chat("gpt-4o", nonces.prompt("repeat: no file"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo("no file");
        stop(process);
    }

    @Test
    void shouldRunTwiceAtOnceWithPortsAndDataOfTheirOwn() {
        String key = Installation.strongKey();
        Map<String, String> environment = Map.of("LITELLM_MASTER_KEY", key, "CONFIG_FILE_PATH", models().toString());
        List<ServiceProcess> both = new ArrayList<>();
        both.add(Standalone.start("twice-a", environment));
        both.add(Standalone.start("twice-b", environment));
        for (ServiceProcess process : both) {
            process.awaitReady();
            assertThat(new Gateway(process.url(), key)
                            .chat("gpt", nonces.prompt("repeat: both"))
                            .status())
                    .isEqualTo(200);
        }
        ServiceProcess third = Standalone.startIn("twice-a", "twice-c", environment);
        assertThat(third.awaitExit()).isNotZero();
        assertThat(third.output())
                .contains("another Sluice uses the data folder")
                .contains("--data");
        both.forEach(StartTest::stop);
    }

    @Test
    void shouldSayInOneLineWhatKeepsItFromStarting() throws IOException {
        assertThat(refusal("wrong-url", Map.of("DATABASE_URL", "mysql://root:secret@db/x")))
                .contains("DATABASE_URL must look like postgresql://")
                .doesNotContain("secret");
        assertThat(refusal("wrong-port", Map.of("PORT", "4o00"))).contains("the port must be a number");
        assertThat(refusal("missing-file", Map.of("CONFIG_FILE_PATH", "/nowhere.yaml")))
                .contains("/nowhere.yaml does not exist");
        assertThat(refusal("no-folder", Map.of("SLUICE_DATA", models() + "/data")))
                .contains("the data folder " + models() + "/data cannot be used");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(refusal("taken-port", Map.of("PORT", port)))
                    .contains("it cannot listen on port " + port, "--port");
        }
    }

    private static String refusal(String name, Map<String, String> environment) {
        ServiceProcess process = Standalone.start(name, environment);
        assertThat(process.awaitExit()).isEqualTo(1);
        assertThat(process.output()).startsWith("Sluice cannot start: ").hasLineCount(1);
        return process.output();
    }

    @Test
    void shouldStopWithAnErrorWhenItsPostgresEnds() throws IOException {
        ServiceProcess process =
                Standalone.start("postgres-gone", environmentWithModels()).awaitReady();
        Path record = Run.folder("data-postgres-gone").resolve("postgres/postmaster.pid");
        long postgres = Long.parseLong(Files.readAllLines(record).getFirst().strip());

        ProcessHandle.of(postgres).orElseThrow().destroyForcibly();

        assertThat(process.awaitExit()).isEqualTo(1);
        assertThat(process.output()).contains("its PostgreSQL ended by itself");
    }

    @Test
    void shouldStartAgainAfterItWasKilled() {
        String key = Installation.strongKey();
        Map<String, String> environment = Map.of("LITELLM_MASTER_KEY", key, "CONFIG_FILE_PATH", models().toString());
        Standalone.start("killed", environment).awaitReady().kill();

        ServiceProcess again = Standalone.start("killed", environment).awaitReady();

        assertThat(again.output()).contains("Stopping postgres, which a killed start left behind");
        assertThat(new Gateway(again.url(), key).get("/key/list").status()).isEqualTo(200);
        stop(again);
    }

    private static void stop(ServiceProcess process) {
        process.terminate();
        assertThat(process.awaitExit()).isZero();
    }

    private static Map<String, String> environmentWithModels() {
        return Map.of("CONFIG_FILE_PATH", models().toString());
    }

    private static Path models() {
        return written("start-models", """
                model_list:
                  - model_name: gpt
                    litellm_params: {model: openai/gpt-4o, api_base: "%s/v1", api_key: sk-provider}
                """.formatted(Installation.PROVIDERS.url()));
    }

    /** Word for word as the issue has it. */
    private static Path example() {
        return written("example", """
                model_list:
                  - model_name: gpt-4
                    litellm_params: {model: openai/gpt-4, api_key: os.environ/OPENAI_API_KEY, max_tokens: 4096, temperature: 0.7}
                  - model_name: gpt-3.5-turbo
                    litellm_params: {model: openai/gpt-3.5-turbo, api_key: os.environ/OPENAI_API_KEY, max_tokens: 2048}
                  - model_name: claude-3-sonnet
                    litellm_params: {model: anthropic/claude-3-sonnet-20240229, api_key: os.environ/ANTHROPIC_API_KEY, max_tokens: 2048}
                  - model_name: gemini-pro
                    litellm_params: {model: gemini/gemini-pro, api_key: os.environ/GEMINI_API_KEY}
                  - model_name: llama2
                    litellm_params: {model: ollama/llama2, api_base: http://host.docker.internal:11434}
                router_settings:
                  routing_strategy: usage-based-routing
                  model_group_alias:
                    gpt-4-group: ["gpt-4", "gpt-4-turbo"]
                    claude-group: ["claude-3-opus", "claude-3-sonnet", "claude-3-haiku"]
                  fallbacks:
                    - gpt-4: ["gpt-3.5-turbo"]
                    - claude-3-opus: ["claude-3-sonnet", "gpt-4"]
                general_settings:
                  master_key: os.environ/LITELLM_MASTER_KEY
                  database_url: os.environ/DATABASE_URL
                  track_cost_per_model: true
                  max_budget: 100.0
                  budget_duration: 30d
                  cache: true
                  cache_params: {type: redis, host: os.environ/REDIS_HOST, port: os.environ/REDIS_PORT, ttl: 600}
                  tpm_limit: 10000
                  rpm_limit: 100
                  success_callback: ["langfuse"]
                  failure_callback: ["langfuse"]
                  allowed_ips: ["*"]
                  blocked_ips: []
                """);
    }

    private static Path written(String name, String yaml) {
        try {
            return Files.writeString(Run.folder(name).resolve("litellm_config.yaml"), yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
