package io.sluice.it.harness;

import io.sluice.simulator.sdk.SdkRunner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Coding agents as their users start them without a terminal, in the versions of {@code agents/package-lock.json}. Each gets a home and a working
 * folder of its own and sees nothing else of this process's environment.
 */
public enum Agent {
    CLAUDE_CODE("@anthropic-ai/claude-code/cli-wrapper.cjs", "Bash", "command") {
        @Override
        Map<String, String> environment(URI gateway, String key) {
            return Map.of(
                    "ANTHROPIC_BASE_URL",
                    gateway.toString(),
                    "ANTHROPIC_AUTH_TOKEN",
                    key,
                    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                    "1");
        }

        @Override
        List<String> arguments(URI gateway, String model, String task) {
            return List.of("-p", task, "--model", model, "--output-format", "json", "--allowedTools", "Bash");
        }
    },
    CODEX("@openai/codex/bin/codex.js", "exec_command", "cmd") {
        @Override
        Map<String, String> environment(URI gateway, String key) {
            return Map.of("SLUICE_KEY", key);
        }

        @Override
        List<String> arguments(URI gateway, String model, String task) {
            String provider = "{name=\"Sluice\",base_url=\"" + gateway.resolve("/v1")
                    + "\",wire_api=\"responses\",env_key=\"SLUICE_KEY\"}";
            return List.of(
                    "exec",
                    "--json",
                    "--skip-git-repo-check",
                    "--dangerously-bypass-approvals-and-sandbox",
                    "-c",
                    "analytics.enabled=false",
                    "-c",
                    "model_provider=\"sluice\"",
                    "-c",
                    "model_providers.sluice=" + provider,
                    "-m",
                    model,
                    task);
        }
    },
    GEMINI_CLI("@google/gemini-cli/bundle/gemini.js", "run_shell_command", "command") {
        @Override
        Map<String, String> environment(URI gateway, String key) {
            return Map.of(
                    "GEMINI_API_KEY",
                    key,
                    "GOOGLE_GEMINI_BASE_URL",
                    gateway.toString(),
                    "GEMINI_CLI_TRUST_WORKSPACE",
                    "true");
        }

        @Override
        List<String> arguments(URI gateway, String model, String task) {
            return List.of("-p", task, "-m", model, "--approval-mode", "yolo", "-o", "json");
        }

        @Override
        void furnish(Path home) throws IOException {
            Files.writeString(Files.createDirectory(home.resolve(".gemini")).resolve("settings.json"), """
                    {"security": {"auth": {"selectedType": "gemini-api-key"}}, "general": {"disableAutoUpdate": true},
                     "telemetry": {"enabled": false}, "privacy": {"usageStatisticsEnabled": false}}
                    """);
        }
    };

    private static final String PACKAGES = "/agents/";
    private static final int MINUTES = 5;

    /** How a run ended, and where the agent worked. */
    public record Outcome(int exit, String output, Path folder) {}

    private final String program;
    private final String shell;
    private final String command;

    /**
     * @param program below {@code node_modules}
     * @param shell the tool that runs a command
     * @param command that tool's parameter
     */
    Agent(String program, String shell, String command) {
        this.program = program;
        this.shell = shell;
        this.command = command;
    }

    /** The folder of the packages, installed at the first call; empty when Node or npm is not on this machine. */
    public static Optional<Path> packages() {
        return SdkRunner.packages(SdkRunner.Language.NODE, PACKAGES);
    }

    /** Directives that let a simulated model run a command with the agent's own tool, and say a text when the tool has answered. */
    public Map<String, String> directives(String shellCommand, String text) {
        String arguments = Gateway.JSON
                .createObjectNode()
                .put(command, shellCommand)
                .put("description", "Do the task")
                .toString();
        return Map.of("tool", shell, "arguments", arguments, "text", text);
    }

    /** Lets the agent do a task and waits for its end. */
    public Outcome run(Path packages, Gateway gateway, String model, String task)
            throws IOException, InterruptedException {
        // not below the checkout: agents look for a repository around them, and tell the model about it
        Path folder = Files.createTempDirectory("sluice-agent");
        Path home = Files.createDirectory(folder.resolve("home"));
        Path work = Files.createDirectory(folder.resolve("work"));
        furnish(home);
        List<String> command = new ArrayList<>(List.of(
                "node", packages.resolve("node_modules").resolve(program).toString()));
        command.addAll(arguments(gateway.url(), model, task));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path, "HOME", home.toString(), "TERM", "dumb"));
        builder.environment().putAll(environment(gateway.url(), gateway.key()));
        Path log = Run.log("agent-" + name() + '-' + model);
        Process process = builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException(name() + " does not come to an end: " + Files.readString(log));
        }
        return new Outcome(process.exitValue(), Files.readString(log), work);
    }

    abstract Map<String, String> environment(URI gateway, String key);

    abstract List<String> arguments(URI gateway, String model, String task);

    void furnish(Path home) throws IOException {}
}
