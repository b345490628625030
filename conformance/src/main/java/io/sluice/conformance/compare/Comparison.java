package io.sluice.conformance.compare;

import io.sluice.conformance.cases.Case;

/** Compares an observation with its case, by the rules of the conformance data's README. Stateless. */
public final class Comparison {
    private Comparison() {}

    /** All differences, those of aspects left out that the case does not check. */
    public static Findings compare(Case recorded, Observation observation) {
        Findings findings = new Findings();
        if (recorded.free().contains("*")) {
            return findings;
        }
        new UpstreamComparison(recorded, findings).compare(observation.requests());
        new ResponseComparison(recorded, findings).compare(observation.response());
        if (!recorded.checks().isEmpty()) {
            findings.keepOnly(recorded.checks());
        }
        return findings;
    }
}
