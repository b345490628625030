package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.it.harness.Agent;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import io.sluice.it.harness.Standalone;
import io.sluice.simulator.Simulator;
import io.sluice.simulator.SimulatorOptions;
import io.sluice.simulator.faults.Rule;
import io.sluice.simulator.journal.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Claude Code, Codex and gemini-cli as programs, each with models of all three makers behind it. The simulated model first lets them run a
 * command with their own tool, then says that it is done.
 */
@EnabledIfSystemProperty(
        named = "sluice.it.agents",
        matches = "true",
        disabledReason = "the agents are 900 MB to download: ./sluice agents tries them")
@ExtendWith(LogsOnFailure.class)
class AgentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROVIDER_KEY = "sk-provider";
    private static final Map<String, Task> DONE = new HashMap<>();

    private static Path packages;
    private static Simulator providers;
    private static ServiceProcess process;
    private static Books books;

    /** One task of one agent, its key, and what the providers saw of it. */
    private record Task(Agent.Outcome outcome, String proof, String key, List<Entry> asked) {

        JsonNode body(int number) {
            try {
                return JSON.readTree(asked.get(number).body().getBytes());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> installed = Agent.packages();
        assumeTrue(installed.isPresent(), "SKIPPED: Node or npm is not on this machine, so no agent was tried");
        packages = installed.orElseThrow();
        providers = Simulator.start(SimulatorOptions.forTests());
        Path file = Run.folder("agents").resolve("litellm_config.yaml");
        Files.writeString(file, """
                model_list:
                  - {model_name: gpt, litellm_params: {model: openai/gpt-5, api_base: "SIM/v1", api_key: sk-provider}}
                  - {model_name: gpt-plain, litellm_params: {model: openai/gpt-4o, api_base: "SIM/v1", api_key: sk-provider}}
                  - {model_name: claude, litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: SIM, api_key: sk-provider}}
                  - {model_name: gemini, litellm_params: {model: gemini/gemini-3-pro-preview, api_base: SIM, api_key: sk-provider}}
                  - {model_name: claude-*, litellm_params: {model: anthropic/claude-*, api_base: SIM, api_key: sk-provider}}
                  - {model_name: gemini-*, litellm_params: {model: gemini/gemini-*, api_base: SIM, api_key: sk-provider}}
                """.replace("SIM", providers.url()));
        String master = Installation.strongKey();
        process = Standalone.start("agents", Map.of("LITELLM_MASTER_KEY", master, "CONFIG_FILE_PATH", file.toString()))
                .awaitReady();
        books = new Books(new Gateway(process.url(), master));
    }

    @AfterAll
    static void stop() {
        if (process != null) {
            process.terminate();
            providers.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE_CODE, gpt, /responses",
        "CLAUDE_CODE, gpt-plain, /responses",
        "CLAUDE_CODE, claude, /v1/messages",
        "CLAUDE_CODE, gemini, :streamGenerateContent",
        // newer than any catalog
        "CLAUDE_CODE, claude-next-20991231, /v1/messages",
        "CODEX, gpt, /responses",
        "CODEX, claude, /v1/messages",
        "CODEX, gemini, :streamGenerateContent",
        "GEMINI_CLI, gpt, /chat/completions",
        "GEMINI_CLI, claude, /v1/messages",
        "GEMINI_CLI, gemini, :streamGenerateContent",
        // it asks for gemini-3.1-pro-preview instead
        "GEMINI_CLI, gemini-3-pro-preview, :streamGenerateContent"
    })
    void shouldFinishATaskWithAToolCall(Agent agent, String model, String provider) throws Exception {
        Task task = done(agent, model);
        assertThat(task.outcome.exit()).as(task.outcome.output()).isZero();
        assertThat(task.outcome.folder().resolve("proof.txt")).hasContent(task.proof);
        assertThat(task.outcome.output()).contains("The task is done.");
        assertThat(task.asked)
                .extracting(entry -> entry.status() + " " + entry.path())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(seen -> seen.startsWith("200 ") && seen.endsWith(provider));
    }

    @ParameterizedTest
    @CsvSource({"CLAUDE_CODE, claude", "CODEX, gpt", "GEMINI_CLI, gemini"})
    void shouldShowNoProviderTheKeyOfTheAgent(Agent agent, String model) throws Exception {
        Task task = done(agent, model);
        assertThat(task.asked).isNotEmpty();
        for (Entry entry : task.asked) {
            assertThat(entry.headers().entries())
                    .noneMatch(header -> header.getValue().contains(task.key))
                    .anyMatch(header -> header.getValue().endsWith(PROVIDER_KEY));
            assertThat(entry.query() + entry.body()).doesNotContain(task.key);
        }
    }

    /** Codex closes its connection as soon as it has the last event. */
    @ParameterizedTest
    @CsvSource({"CLAUDE_CODE, gpt", "CODEX, gpt", "CODEX, claude", "GEMINI_CLI, claude"})
    void shouldBillEachCallOfAnAgent(Agent agent, String model) throws Exception {
        Task task = done(agent, model);
        Eventually.holds(() -> assertThat(books.rows(task.key))
                .hasSameSizeAs(task.asked)
                .extracting(row -> row.path("completion_tokens").asLong())
                .allMatch(tokens -> tokens > 0));
    }

    @Test
    void shouldMarkACallOfAModelThatNoPriceIsKnownFor() throws Exception {
        Task task = done(Agent.CLAUDE_CODE, "claude-next-20991231");
        Eventually.holds(() -> assertThat(books.rows(task.key))
                .isNotEmpty()
                .extracting(row -> row.path("metadata").path("cost_known").asBoolean(true))
                .containsOnly(false));
    }

    @Test
    void shouldPassTheBetasOfClaudeCodeAndTheFieldsThatNeedThem() throws Exception {
        Task task = done(Agent.CLAUDE_CODE, "claude-next-20991231");
        assertThat(task.asked.getFirst().headers().get("anthropic-beta"))
                .contains("claude-code-", "context-management-", "interleaved-thinking-");
        JsonNode body = task.body(0);
        assertThat(body.path("context_management").path("edits").isArray())
                .as(body.toString())
                .isTrue();
        assertThat(body.path("thinking").path("display").asText()).isEqualTo("omitted");
        assertThat(body.path("output_config").path("effort").isTextual()).isTrue();
        assertThat(body.toString().split("\"cache_control\"", -1)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldPassToOpenAiWhatCodexSendsAndNobodyElseKnows() throws Exception {
        JsonNode body = done(Agent.CODEX, "gpt").body(0);
        assertThat(body.path("store").isBoolean()).isTrue();
        assertThat(body.path("include").path(0).asText()).isEqualTo("reasoning.encrypted_content");
        assertThat(body.path("prompt_cache_key").isTextual()).isTrue();
        assertThat(body.path("client_metadata").isObject()).isTrue();
        assertThat(body.path("tools").findValuesAsText("type")).contains("namespace", "web_search");
    }

    @Test
    void shouldKeepOneOfTemperatureAndTopPForClaude() throws Exception {
        JsonNode body = done(Agent.GEMINI_CLI, "claude").body(0);
        assertThat(body.has("temperature")).isTrue();
        assertThat(body.has("top_p")).isFalse();
    }

    private static synchronized Task done(Agent agent, String model) throws IOException, InterruptedException {
        String name = agent + "/" + model;
        Task known = DONE.get(name);
        if (known != null) {
            return known;
        }
        String proof = "proof of " + name;
        providers
                .control()
                .replace(List.of(new Rule(
                        null,
                        null,
                        null,
                        Set.of(),
                        0,
                        agent.directives("echo '" + proof + "' | tee proof.txt", "The task is done."))));
        providers.journal().clear();
        String key = books.newKey("");
        Gateway gateway = books.gateway().as(key);
        Agent.Outcome outcome = agent.run(packages, gateway, model, "Write the proof file.");
        Task task =
                new Task(outcome, proof, key, List.copyOf(providers.journal().entries()));
        DONE.put(name, task);
        return task;
    }
}
