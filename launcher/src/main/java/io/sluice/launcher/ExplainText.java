package io.sluice.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An explanation of a call for people at a terminal. */
final class ExplainText {

    private ExplainText() {}

    static String of(JsonNode page) {
        List<String> lines = new ArrayList<>();
        lines.add("Call of " + page.path("model").asText() + ", at most $"
                + page.path("upper_bound_cost").decimalValue().toPlainString());
        for (JsonNode group : page.path("groups")) {
            lines.add("");
            lines.add("Group " + group.path("model_group").asText()
                    + (group.has("unavailable")
                            ? ": " + group.path("unavailable").asText()
                            : ""));
            group.path("choices").forEach(choice -> choice(lines, choice));
        }
        page.path("attempts")
                .forEach(attempt -> lines.add("Attempt at "
                        + attempt.path("deployment_id").asText() + ": status "
                        + attempt.path("status").asInt() + ", "
                        + attempt.path("duration_ms").asLong() + " ms, $"
                        + attempt.path("cost").decimalValue().toPlainString()
                        + (attempt.has("error") ? ", " + attempt.path("error").asText() : "")));
        page.path("fallbacks").properties().forEach(kind -> {
            if (!kind.getValue().isEmpty()) {
                lines.add("Fallbacks, " + kind.getKey() + ": " + joined(kind.getValue()));
            }
        });
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static void choice(List<String> lines, JsonNode choice) {
        lines.add("  " + choice.path("strategy").asText() + " -> "
                + choice.path("chosen").asText("nobody") + ": "
                + choice.path("why").asText());
        for (JsonNode candidate : choice.path("candidates")) {
            StringBuilder line = new StringBuilder("    ")
                    .append(candidate.path("deployment_id").asText())
                    .append(" (")
                    .append(candidate.path("provider").asText())
                    .append('/')
                    .append(candidate.path("model").asText())
                    .append("): ")
                    .append(candidate.path("reason").asText());
            candidate
                    .path("saw")
                    .properties()
                    .forEach(signal -> line.append(", ")
                            .append(signal.getKey())
                            .append(' ')
                            .append(signal.getValue().asText()));
            lines.add(line.toString());
        }
        if (!choice.path("then").isEmpty()) {
            lines.add("    then: " + joined(choice.path("then")));
        }
    }

    private static String joined(JsonNode names) {
        List<String> all = new ArrayList<>();
        names.forEach(name -> all.add(name.asText()));
        return String.join(", ", all);
    }
}
