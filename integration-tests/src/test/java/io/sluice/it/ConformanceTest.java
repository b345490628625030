package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.conformance.cases.Case;
import io.sluice.conformance.cases.CaseLibrary;
import io.sluice.conformance.cases.GatewayConfig;
import io.sluice.conformance.cases.Profile;
import io.sluice.conformance.provider.ScriptedProvider;
import io.sluice.conformance.replay.GatewayUnderTest;
import io.sluice.conformance.replay.KnownDifferences;
import io.sluice.conformance.replay.Replay;
import io.sluice.conformance.replay.ReplayOptions;
import io.sluice.conformance.replay.Report;
import io.sluice.conformance.replay.Result;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import io.sluice.it.harness.Standalone;
import io.sluice.it.matrix.ConformanceMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded conversations of the LiteLLM Proxy, replayed against the standalone; the pieces test cuts every provider stream into three bytes. */
@ExtendWith(LogsOnFailure.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceTest {

    private static final CaseLibrary CASES = CaseLibrary.ofRepository();
    private static final KnownDifferences KNOWN =
            KnownDifferences.load(CaseLibrary.repositoryFile("docs/conformance/known-differences.txt"));
    private static final int SHOWN = 40;
    private static final Map<String, Report> REPLAYED = new TreeMap<>();

    static Stream<String> profiles() {
        return CASES.byProfile().keySet().stream();
    }

    @Test
    void shouldListNoDifferenceThatNoCaseShows() {
        assertThat(KNOWN.withoutCase(CASES.cases().stream().map(Case::id).toList()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldAnswerAsRecorded(String profile) throws IOException {
        Report report = expectAgreement(profile, CASES.byProfile().get(profile), 0);
        assertThat(KNOWN.outlived(report)).as("listed, but no longer different").isEmpty();
        REPLAYED.put(profile, report);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldAnswerAsRecordedWhenStreamsComeInPieces(String profile) throws IOException {
        List<Case> streamed = CASES.byProfile().get(profile).stream()
                .filter(recorded -> recorded.id().contains("stream"))
                .toList();
        if (!streamed.isEmpty()) {
            expectAgreement(profile, streamed, 3);
        }
    }

    /** After the others: it writes down what came of them. */
    @Test
    @Order(Integer.MAX_VALUE)
    void shouldShowInTheMatrixWhatPasses() throws IOException, InterruptedException {
        assumeTrue(REPLAYED.keySet().equals(CASES.byProfile().keySet()), "not all conversations were replayed");
        List<Result> results = REPLAYED.values().stream()
                .flatMap(report -> report.results().stream())
                .toList();
        Path page = Run.HOME.resolve("docs/conformance.md");
        String written = ConformanceMatrix.of(results);
        if (Boolean.getBoolean("sluice.conformance.write")) {
            Files.writeString(page, written);
        }
        assertThat(page).as("out of date; anew: " + ConformanceMatrix.COMMAND).hasContent(written);
    }

    private static Report expectAgreement(String profileName, List<Case> cases, int chop) throws IOException {
        Profile profile = CASES.profiles().get(profileName);
        String name = "conformance-" + profileName + (chop == 0 ? "" : "-chopped");
        String key = Installation.strongKey();
        ReplayOptions options = ReplayOptions.defaults().with(KNOWN);
        try (ScriptedProvider provider = ScriptedProvider.start(0, chop)) {
            Path config = Run.folder(name).resolve("litellm_config.yaml");
            Files.writeString(config, GatewayConfig.write(profile, cases, provider.address(), false));
            var environment = GatewayConfig.environment(profile, provider.address(), key);
            environment.put("CONFIG_FILE_PATH", config.toString());
            ServiceProcess gateway = Standalone.start(name, environment).awaitReady();
            Report report = new Replay(provider, options).run(new GatewayUnderTest(gateway.url(), key), cases);
            Files.writeString(Run.log(name + "-report"), report.text() + '\n' + report.failureText(Integer.MAX_VALUE));
            gateway.kill();
            assertThat(report.failures())
                    .extracting(result -> result.recorded().id())
                    .as(report.failureText(SHOWN))
                    .isEmpty();
            return report;
        }
    }
}
