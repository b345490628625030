package io.sluice.router.start;

import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an operator reads about the models after a start or a reload: how many there are, and which cannot serve and why. */
final class ModelReport {

    private ModelReport() {}

    /**
     * The first line counts; each other line is something to mend with the model groups that it concerns.
     *
     * @param unpriced model groups without a known price
     */
    static List<String> lines(DeploymentTable.Status status, List<String> unpriced) {
        if (status.deployments() == 0) {
            return List.of("Models: none. Write a litellm_config.yaml (--config FILE), or set a provider key such as"
                    + " OPENAI_API_KEY");
        }
        Map<String, Set<String>> byReason = new LinkedHashMap<>();
        for (Deployment deployment : status.unavailable()) {
            byReason.computeIfAbsent(deployment.unavailable().orElseThrow(), reason -> new LinkedHashSet<>())
                    .add(deployment.target().modelGroup());
        }
        List<String> lines = new ArrayList<>();
        lines.add("Models: " + count(status.deployments(), "deployment") + " in " + count(status.groups(), "group")
                + (byReason.isEmpty() ? "" : ", " + status.unavailable().size() + " unavailable:"));
        byReason.forEach((reason, groups) -> lines.add("  " + String.join(", ", groups) + ": " + reason));
        if (!unpriced.isEmpty()) {
            lines.add("  " + String.join(", ", unpriced)
                    + ": no price is known; calls are marked in the ledger, and refused where a strict budget"
                    + " applies. Set input_cost_per_token and output_cost_per_token, or base_model");
        }
        return lines;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
