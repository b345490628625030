package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.conformance.cases.Case;
import io.sluice.conformance.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares error members: type, code and param, and of the message what the provider said. */
final class ErrorComparison {
    /** Shorter texts than this are in any message by chance. */
    private static final int TELLING_LENGTH = 13;

    private static final Set<String> NOTHING = Set.of("None", "");

    private ErrorComparison() {}

    static List<Difference> differences(Case c, JsonNode expected, JsonNode actual) {
        if (!expected.isObject() || !actual.isObject()) {
            return TreeComparison.differences(
                            Canonical.forClient(expected), Canonical.forClient(actual), Free.NOTHING, Additions::none)
                    .stream()
                    .map(d -> d.under(d.path().isEmpty() ? "error" : "error."))
                    .toList();
        }
        List<Difference> found = new ArrayList<>();
        for (String name : List.of("type", "code", "param")) {
            String e = word(expected.path(name));
            String a = word(actual.path(name));
            boolean bothNothing = NOTHING.contains(e) && NOTHING.contains(a);
            if (!e.equals(a) && !bothNothing && !e.contains(TreeComparison.ANY)) {
                found.add(Difference.of("error." + name, e, a));
            }
        }
        String e = message(expected);
        String a = message(actual);
        for (String said : saidByProvider(c)) {
            if (e.contains(said) && !a.contains(said)) {
                found.add(Difference.of("error.message", "..." + said + "...", a));
            }
        }
        return found;
    }

    private static String word(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "None";
        }
        return value.isValueNode() ? value.asText() : Json.compact(value);
    }

    private static String message(JsonNode error) {
        return error.has("message") ? word(error.get("message")) : "";
    }

    private static Set<String> saidByProvider(Case c) {
        Set<String> said = new LinkedHashSet<>();
        for (JsonNode answer : c.answers()) {
            List<String> texts = new ArrayList<>(Json.texts(answer.path("json")));
            texts.addAll(Json.texts(answer.path("stream").path("frames")));
            texts.stream().filter(t -> t.length() >= TELLING_LENGTH).forEach(said::add);
            if (answer.path("text") instanceof TextNode text) {
                said.add(text.textValue().strip());
            }
        }
        return said;
    }
}
