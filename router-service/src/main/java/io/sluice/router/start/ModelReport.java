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

    /** The first line counts; each other line is a reason with the model groups that it concerns. */
    static List<String> lines(DeploymentTable.Status status) {
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
        return lines;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
