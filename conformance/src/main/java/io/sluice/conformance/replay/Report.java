package io.sluice.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.cases.Case;
import io.sluice.conformance.compare.Aspect;
import io.sluice.conformance.compare.Difference;
import io.sluice.conformance.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of a replay.
 *
 * @param counted the aspects that decided
 */
public record Report(List<Result> results, Set<Aspect> counted) {
    private static final int LONGEST_VALUE = 400;

    public long count(Verdict verdict) {
        return results.stream().filter(r -> r.verdict() == verdict).count();
    }

    /** Those that differ and are not meant to. */
    public List<Result> failures() {
        return results.stream()
                .filter(r -> r.verdict() == Verdict.DIFFER)
                .sorted(Comparator.comparing(r -> r.recorded().id()))
                .toList();
    }

    public Report and(Report other) {
        List<Result> all = new ArrayList<>(results);
        all.addAll(other.results);
        return new Report(all, counted);
    }

    /** Tables of agreement; the last line is {@code N passed, N failed}. */
    public String text() {
        StringBuilder out = new StringBuilder();
        table(out, "feature", Case::feature);
        table(out, "provider", Case::provider);
        table(out, "area", Case::area);
        List<Result> failures = failures();
        out.append(
                "\nnot judged: %d where LiteLLM is wrong; %d known differences; LiteLLM is suspect in %d of the failed%n"
                        .formatted(
                                count(Verdict.FREE),
                                count(Verdict.KNOWN),
                                failures.stream()
                                        .filter(r -> !r.recorded().suspect().isEmpty())
                                        .count()));
        out.append("first failures: ")
                .append(failures.stream().limit(5).map(r -> r.recorded().id()).collect(Collectors.joining(", ")));
        return out.append("\n%d passed, %d failed".formatted(count(Verdict.AGREE), failures.size()))
                .toString();
    }

    /** The failures with the differences that decided, at most {@code limit} of them, for a test's message. */
    public String failureText(int limit) {
        return failures().stream()
                .limit(limit)
                .map(r -> differences(r, LONGEST_VALUE))
                .collect(Collectors.joining("\n"));
    }

    /** Everything about each case. */
    public String details() {
        return results.stream()
                .map(r -> "CASE " + Json.pretty(r.recorded().source()) + "\nANSWERS "
                        + Json.pretty(Json.MAPPER.valueToTree(r.recorded().upstream())) + "\nSENT UPSTREAM "
                        + Json.pretty(r.observation().requests()) + "\nGOT "
                        + Json.pretty(r.observation().response()) + "\n" + differences(r, Integer.MAX_VALUE))
                .collect(Collectors.joining("\n"));
    }

    /** Verdict and differences by case id. */
    public JsonNode json() {
        Map<String, JsonNode> cases = new TreeMap<>();
        for (Result r : results) {
            ObjectNode shown = Json.object()
                    .put("verdict", r.verdict().label())
                    .put("why", r.why())
                    .put("provider", r.recorded().provider())
                    .put("feature", r.recorded().feature())
                    .put("suspect", r.recorded().suspect());
            ObjectNode differences = shown.putObject("differences");
            for (Aspect aspect : Aspect.values()) {
                for (Difference d : r.findings().of(aspect)) {
                    differences
                            .withArrayProperty(aspect.label())
                            .addArray()
                            .add(d.path())
                            .add(brief(d.expected(), LONGEST_VALUE))
                            .add(brief(d.actual(), LONGEST_VALUE));
                }
            }
            cases.put(r.recorded().id(), shown);
        }
        return Json.MAPPER.valueToTree(cases);
    }

    private String differences(Result result, int longest) {
        StringBuilder out =
                new StringBuilder(result.verdict() + " " + result.recorded().id());
        for (Aspect aspect : Aspect.values()) {
            for (Difference d : result.findings().of(aspect)) {
                out.append("\n  %s %s: %s%n      expected %s%n      got      %s"
                        .formatted(
                                counted.contains(aspect) ? "FAIL" : "note",
                                aspect.label(),
                                d.path(),
                                brief(d.expected(), longest),
                                brief(d.actual(), longest)));
            }
        }
        return out.toString();
    }

    private void table(StringBuilder out, String title, Function<Case, String> group) {
        out.append("\n%-36s%7s%7s%7s%7s%7s  ".formatted(title, "agree", "differ", "known", "free", "total"));
        for (Aspect aspect : Aspect.values()) {
            out.append("%9s".formatted(aspect.label()));
        }
        Map<String, List<Result>> groups = results.stream()
                .collect(Collectors.groupingBy(r -> group.apply(r.recorded()), TreeMap::new, Collectors.toList()));
        groups.forEach((name, members) -> {
            out.append("\n%-36s".formatted(name));
            for (Verdict verdict : Verdict.values()) {
                out.append("%7d"
                        .formatted(members.stream()
                                .filter(r -> r.verdict() == verdict)
                                .count()));
            }
            out.append("%7d  ".formatted(members.size()));
            for (Aspect aspect : Aspect.values()) {
                out.append("%9d"
                        .formatted(members.stream()
                                .filter(r -> !r.findings().of(aspect).isEmpty())
                                .count()));
            }
        });
        out.append('\n');
    }

    private static String brief(JsonNode value, int longest) {
        String text = value.isTextual() ? value.textValue() : Json.compact(value);
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }
}
