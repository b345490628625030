package io.sluice.conformance.replay;

import io.sluice.conformance.cases.Case;
import io.sluice.conformance.compare.Aspect;
import io.sluice.conformance.compare.Comparison;
import io.sluice.conformance.compare.Findings;
import io.sluice.conformance.compare.Observation;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A case that was replayed.
 *
 * @param why the reason of a known difference, or why LiteLLM is wrong; empty otherwise
 */
public record Result(Case recorded, Observation observation, Findings findings, Verdict verdict, String why) {

    static Result judge(Case recorded, Observation observation, ReplayOptions options) {
        Findings findings = Comparison.compare(recorded, observation);
        boolean agrees = findings.agreeIn(deciding(recorded, options));
        Optional<String> reason = options.known().reason(recorded.id());
        if (recorded.free().contains("*")) {
            return new Result(recorded, observation, findings, Verdict.FREE, recorded.suspect());
        }
        Verdict verdict = agrees ? Verdict.AGREE : reason.isPresent() ? Verdict.KNOWN : Verdict.DIFFER;
        return new Result(recorded, observation, findings, verdict, reason.orElse(""));
    }

    private static Collection<Aspect> deciding(Case recorded, ReplayOptions options) {
        List<String> checks = recorded.checks();
        return checks.isEmpty()
                ? options.counted()
                : Arrays.stream(Aspect.values())
                        .filter(a -> checks.contains(a.label()))
                        .toList();
    }
}
