package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Ports;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./sluice native}: the suite of native executables as the launcher starts it; prints how long that took and what it weighs. */
@EnabledIfSystemProperty(named = "sluice.it.native", matches = "true")
@ExtendWith(LogsOnFailure.class)
class NativeTest {

    private static final Pattern STARTED = Pattern.compile("sluice-(\\w+) \\S+ native .* started in ([0-9.]+)s");

    @Test
    void shouldServeFromNativeExecutables() throws Exception {
        String key = Installation.strongKey();
        Path file = Files.writeString(Run.folder("native-config").resolve("litellm_config.yaml"), """
                model_list:
                  - model_name: gpt
                    litellm_params: {model: openai/gpt-4o, api_base: "%s/v1", api_key: sk-provider}
                """.formatted(
                        Installation.PROVIDERS.url()));
        ServiceProcess suite = ServiceProcess.launcher(
                        "native",
                        "SuiteMain",
                        Ports.next(),
                        Map.of(
                                "SLUICE_NATIVE",
                                "true",
                                "SLUICE_DATA",
                                Run.folder("native").toString(),
                                "LITELLM_MASTER_KEY",
                                key,
                                "CONFIG_FILE_PATH",
                                file.toString(),
                                "QUARKUS_LOG_CATEGORY__IO_QUARKUS__LEVEL",
                                "INFO"))
                .awaitReady();

        assertThat(new Gateway(suite.url(), key)
                        .chat("gpt", new Nonces().prompt("repeat: native"))
                        .content())
                .isEqualTo("native");
        Matcher started = STARTED.matcher(suite.output());
        int services = 0;
        while (started.find()) {
            services++;
            System.out.printf(
                    "native %-10s started in %s s, %d MB resident%n",
                    started.group(1), started.group(2), residentMegabytes(started.group(1)));
        }
        assertThat(services).as(suite.output()).isEqualTo(3);
        suite.terminate();
        assertThat(suite.awaitExit()).isZero();
    }

    private static long residentMegabytes(String service) throws IOException {
        for (String line : Files.readAllLines(Run.folder("native").resolve("processes"))) {
            String[] parts = line.split(" ");
            if (parts[0].equals(service + "-service")) {
                Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", parts[1]).start();
                return Long.parseLong(new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                        / 1024;
            }
        }
        return -1;
    }
}
