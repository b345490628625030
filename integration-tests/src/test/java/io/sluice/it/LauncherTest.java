package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Ports;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./sluice up --suite} and {@code ./sluice demo}: several processes that one terminal holds together. */
@ExtendWith(LogsOnFailure.class)
class LauncherTest {

    private static final Pattern MASTER_KEY = Pattern.compile("Master key [^:]*: (sk-[A-Za-z0-9_-]{20,})");

    private final Nonces nonces = new Nonces();

    @Test
    void shouldStartTheSuiteAndStopAllOfItWithASignal() {
        ServiceProcess suite = ready(suite("up-suite"));
        Matcher key = MASTER_KEY.matcher(suite.output());
        assertThat(key.find()).as(suite.output()).isTrue();
        assertThat(new Gateway(suite.url(), key.group(1))
                        .chat("gpt", nonces.prompt("repeat: the suite"))
                        .content())
                .isEqualTo("the suite");
        Map<String, ProcessHandle> children = children("up-suite");
        assertThat(children)
                .containsOnlyKeys("redis", "postgres", "accounting-service", "router-service", "gateway-service");

        suite.terminate();

        assertThat(suite.awaitExit()).isZero();
        assertThat(children.values()).noneMatch(ProcessHandle::isAlive);
        assertThat(suite.output()).doesNotContain("\tat ");
    }

    @Test
    void shouldStopTheRestWhenAPartEndsAndWhatAKilledLauncherLeftBehind() {
        ServiceProcess killed = ready(suite("killed-suite"));
        Map<String, ProcessHandle> left = children("killed-suite");
        killed.kill();
        assertThat(left.values()).allMatch(ProcessHandle::isAlive);

        ServiceProcess again = ready(suite("killed-suite"));
        assertThat(left.values()).noneMatch(ProcessHandle::isAlive);
        Map<String, ProcessHandle> children = children("killed-suite");
        children.get("router-service").destroyForcibly();

        assertThat(again.awaitExit()).isEqualTo(1);
        assertThat(again.output())
                .contains("Stopping gateway-service, which a killed start left behind")
                .contains("Sluice stops: router-service ended by itself with exit code 137");
        assertThat(children.values()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void shouldPrintDemoCommandsThatWorkAsTheyStand() throws Exception {
        assumeTrue(!shell("command -v curl").isEmpty(), "SKIPPED: there is no curl on this machine");
        ServiceProcess demo = start("demo", "DemoMain", Map.of());
        Eventually.holds(() -> assertThat(demo.output()).contains("Stop: Ctrl-C"));

        assertThat(shell(command(demo.output(), "Ask"))).contains("\"content\":\"Hello, Sluice\"");
        assertThat(shell(command(demo.output(), "Stream"))).contains("data: {").endsWith("data: [DONE]\n\n");
        assertThat(shell(command(demo.output(), "Make one"))).contains("\"key\":\"sk-");
        Map<String, ProcessHandle> children = children("demo");
        demo.terminate();

        assertThat(demo.awaitExit()).isZero();
        assertThat(children).containsOnlyKeys("providers", "standalone");
        assertThat(children.values()).noneMatch(ProcessHandle::isAlive);
    }

    private static ServiceProcess suite(String name) {
        try {
            Path file = Files.writeString(Run.folder(name + "-config").resolve("litellm_config.yaml"), """
                    model_list:
                      - model_name: gpt
                        litellm_params: {model: openai/gpt-4o, api_base: "%s/v1", api_key: sk-provider}
                    """.formatted(
                            Installation.PROVIDERS.url()));
            return start(name, "SuiteMain", Map.of("CONFIG_FILE_PATH", file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The launcher says so once, after the last of its children. */
    private static ServiceProcess ready(ServiceProcess suite) {
        Eventually.holds(() -> {
            assertThat(suite.isAlive()).as(suite.output()).isTrue();
            assertThat(suite.output().lines()).contains("Sluice is ready at " + suite.url());
        });
        return suite;
    }

    private static ServiceProcess start(String name, String mainClass, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("SLUICE_DATA", Run.folder(name).toString());
        return ServiceProcess.launcher(name, mainClass, Ports.next(), all);
    }

    /** The newest process of each name in the data folder's record. */
    private static Map<String, ProcessHandle> children(String name) {
        try {
            Map<String, ProcessHandle> children = new LinkedHashMap<>();
            for (String line : Files.readAllLines(Run.folder(name).resolve("processes"))) {
                String[] parts = line.split(" ");
                children.put(
                        parts[0], ProcessHandle.of(Long.parseLong(parts[1])).orElseThrow());
            }
            return children;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first curl after a line that begins with these words, with its continued lines. */
    private static String command(String text, String words) {
        Matcher matcher = Pattern.compile("(?m)^[^\\n]*" + words + ".*?^\\s+(curl .*?[^\\\\])$", Pattern.DOTALL)
                .matcher(text);
        assertThat(matcher.find()).as(words + " in " + text).isTrue();
        return matcher.group(1);
    }

    private static String shell(String command) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
