package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.it.harness.Books;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.OneOrSeveralProcesses;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.sdk.SdkRunner;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's, Anthropic's and Google's packages as they are, with a virtual key. */
@OneOrSeveralProcesses
class SdkTest {

    @Parameter
    Shape shape;

    @ParameterizedTest
    @CsvSource({
        "PYTHON, /sdk-it/openai_gateway.py, 15",
        "NODE, /sdk-it/openai_gateway.mjs, 10",
        "PYTHON, /sdk-it/other_protocols.py, 10",
        "PYTHON, /sdk-it/gemini_gateway.py, 8",
        "NODE, /sdk-it/gemini_gateway.mjs, 5",
        "PYTHON, /sdk-it/realtime_gateway.py, 5",
        "NODE, /sdk-it/realtime_gateway.mjs, 1",
        "PYTHON, /sdk-it/openai_batches.py, 6",
        "NODE, /sdk-it/openai_batches.mjs, 2"
    })
    void shouldSatisfyTheOfficialSdk(SdkRunner.Language language, String script, int tests) {
        Optional<SdkRunner> runner = SdkRunner.of(language);
        assumeTrue(
                runner.isPresent(),
                () -> "SKIPPED: " + language + " or its installer is not on this machine, so its SDK was not tried");
        Installation sluice = Installation.of(shape);
        Map<String, String> environment = Map.of(
                "GATEWAY_URL",
                sluice.gateway().url().toString(),
                "GATEWAY_KEY",
                new Books(sluice.gateway())
                        .newKey(
                                "\"models\":[\"gpt\",\"gpt-4o-mini\",\"claude\",\"llama\",\"gemini\",\"vectors\",\"guard\",\"painter\",\"token-painter\",\"speaker\",\"speaker-by-time\",\"eleven\",\"listener\",\"listener-by-token\",\"deepgram\",\"broken\",\"refusing\",\"untried\",\"voice\",\"voice-azure\",\"voice-refusing\"]"),
                // browsers have WebSockets; older versions of Node by this only
                "NODE_OPTIONS",
                "--experimental-websocket",
                "GATEWAY_LIMITED_KEY",
                new Books(sluice.gateway()).newKey("\"rpm_limit\":0"));
        SdkRunner.Result result = runner.orElseThrow().run(script, environment);
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output().lines().filter(line -> line.startsWith("ok ")))
                .as(result.output())
                .hasSize(tests);
    }
}
