package io.sluice.simulator.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.simulator.Simulator;
import io.sluice.simulator.SimulatorOptions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfficialSdksTest {

    @ParameterizedTest
    @CsvSource({
        "PYTHON, openai_sdk.py, 11",
        "PYTHON, openai_more_sdk.py, 14",
        "PYTHON, azure_sdk.py, 6",
        "PYTHON, anthropic_sdk.py, 10",
        "PYTHON, gemini_sdk.py, 14",
        "PYTHON, bedrock_sdk.py, 12",
        "PYTHON, cohere_sdk.py, 9",
        "PYTHON, mistral_sdk.py, 9",
        "PYTHON, huggingface_sdk.py, 6",
        "PYTHON, replicate_sdk.py, 8",
        "PYTHON, ollama_sdk.py, 8",
        "NODE, openai_sdk.mjs, 7",
        "NODE, openai_more_sdk.mjs, 8",
        "NODE, anthropic_sdk.mjs, 6",
        "NODE, gemini_sdk.mjs, 8",
        "NODE, ollama_sdk.mjs, 7"
    })
    void shouldSatisfyTheOfficialSdk(SdkRunner.Language language, String script, int tests) {
        Optional<SdkRunner> runner = SdkRunner.of(language);
        assumeTrue(
                runner.isPresent(),
                () -> "SKIPPED: " + language + " is not on this machine, so its SDKs were not tried");
        try (Simulator simulator = Simulator.start(SimulatorOptions.forTests())) {
            SdkRunner.Result result =
                    runner.orElseThrow().run(language.folder() + script, Map.of("SIM_URL", simulator.url()));
            assertThat(result.exit()).as(result.output()).isZero();
            assertThat(result.output().lines().filter(line -> line.startsWith("ok ")))
                    .as(result.output())
                    .hasSize(tests);
        }
    }
}
