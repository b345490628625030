package io.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.conformance.cases.Case;
import io.sluice.conformance.cases.CaseLibrary;
import io.sluice.conformance.provider.ScriptedProvider;
import io.sluice.conformance.replay.GatewayUnderTest;
import io.sluice.conformance.replay.KnownDifferences;
import io.sluice.conformance.replay.Replay;
import io.sluice.conformance.replay.ReplayOptions;
import io.sluice.conformance.replay.Report;
import io.sluice.conformance.replay.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OracleTest {
    private static final String KEY = "sk-oracle-0f3c9a7e5b1d4826a9c0e7f1b2d3";
    private static Report report;

    @BeforeAll
    static void replayAllCasesAsRecordedAndMutated() throws IOException {
        report = replay(PerfectGateway.derived(CaseLibrary.ofRepository().cases(), 0), 0);
    }

    private static Report replay(List<Case> cases, int chop) throws IOException {
        try (ScriptedProvider provider = ScriptedProvider.start(0, chop);
                PerfectGateway gateway = PerfectGateway.start(0, provider.address(), cases)) {
            return new Replay(provider, ReplayOptions.defaults())
                    .run(new GatewayUnderTest(gateway.address(), KEY), cases);
        }
    }

    @Test
    void shouldPassEveryCaseOfAGatewayThatDoesWhatLiteLlmDid() {
        assertThat(report.failures().stream().map(r -> r.recorded().id()).filter(id -> id.endsWith("~NONE")))
                .as(report.failureText(10))
                .isEmpty();
        assertThat(report.results()).hasSizeGreaterThan(2_000);
    }

    @Test
    void shouldGiveTheVerdictsOfTheRecordingsOwnReplayer() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        try (InputStream in = OracleTest.class.getResourceAsStream("/oracle-verdicts.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] words = line.split(" ");
                expected.put(words[0], words[1]);
            });
        }
        Map<String, String> actual = report.results().stream()
                .collect(Collectors.toMap(
                        r -> r.recorded().id(), r -> r.verdict().label(), (a, b) -> a, TreeMap::new));
        assertThat(expected.values()).contains("differ").contains("agree");
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void shouldNameTheKnownDifferencesThatNoCaseShows() throws IOException {
        KnownDifferences known = new KnownDifferences(List.of(
                new KnownDifferences.Entry("chat/*~STATUS", "differs still"),
                new KnownDifferences.Entry("chat/*~NONE", "differs no longer"),
                new KnownDifferences.Entry("chat/gone*", "has no case")));
        List<Case> some = PerfectGateway.derived(CaseLibrary.ofRepository().cases(), 0).stream()
                .filter(c -> c.id().startsWith("chat/aiml"))
                .toList();

        Report outcome;
        try (ScriptedProvider provider = ScriptedProvider.start(0, 0);
                PerfectGateway gateway = PerfectGateway.start(0, provider.address(), some)) {
            outcome = new Replay(provider, ReplayOptions.defaults().with(known))
                    .run(new GatewayUnderTest(gateway.address(), KEY), some);
        }

        assertThat(known.outlived(outcome))
                .extracting(KnownDifferences.Entry::glob)
                .containsExactly("chat/*~NONE");
        assertThat(known.withoutCase(some.stream().map(Case::id).toList()))
                .extracting(KnownDifferences.Entry::glob)
                .containsExactly("chat/gone*");
    }

    @Test
    void shouldNoticeEachKindOfDifferenceSomewhere() {
        Map<String, Long> noticed = report.results().stream()
                .filter(r -> r.verdict() == Verdict.DIFFER)
                .collect(Collectors.groupingBy(
                        r -> r.recorded().id().substring(r.recorded().id().lastIndexOf('~') + 1),
                        Collectors.counting()));
        assertThat(noticed)
                .containsKeys(
                        "STATUS",
                        "NO_UPSTREAM",
                        "REPEATED_UPSTREAM",
                        "WRONG_AUTH",
                        "EXTRA_AUTH",
                        "UPSTREAM_PATH",
                        "UPSTREAM_DROP",
                        "UPSTREAM_ADD",
                        "UPSTREAM_TEXT",
                        "DROP_TOOL_CALLS",
                        "ARGUMENTS",
                        "USAGE",
                        "CONTENT_AFTER_FINISH",
                        "FINISH_TWICE",
                        "NO_DONE",
                        "AFTER_DONE",
                        "CUT",
                        "NOT_JSON",
                        "ERROR_TYPE")
                .doesNotContainKeys("NONE", "UPSTREAM_NOTHINGS", "CREATED", "NULLS", "FLOAT");
    }
}
